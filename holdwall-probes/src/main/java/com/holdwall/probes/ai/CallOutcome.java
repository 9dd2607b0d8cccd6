package com.holdwall.probes.ai;

/** How a call of a model ended. A call that the service itself cancelled is not recorded. */
public enum CallOutcome {
  /** The whole answer came. */
  SUCCESS(0),
  /** The service's time limit ended it, or the provider said so with 408. */
  TIMEOUT(1),
  /** The provider said that there were too many: 429. */
  RATE_LIMITED(2),
  /**
   * The provider failed: 5xx, Anthropic's 529, no connection, or an answer that broke off or made
   * no sense.
   */
  SERVER_ERROR(3),
  /** The provider refuses this client: a wrong key, no quota, an unknown model: 401 to 404. */
  REJECTED(4),
  /** The request itself was wrong, such as a prompt that is too long: any other 4xx. */
  CALLER_ERROR(5);

  private final int index;

  CallOutcome(int index) {
    this.index = index;
  }

  /** Its place in an array of counts. */
  int index() {
    return index;
  }

  /**
   * Tells the outcome from the status code of the answer.
   *
   * @param code an HTTP status code; 100 to 599
   * @return the outcome; {@link #SERVER_ERROR} for what is no answer to a call, such as a redirect
   * @throws IllegalArgumentException if the code is out of range
   */
  public static CallOutcome ofStatus(int code) {
    if (code < 100 || code > 599) {
      throw new IllegalArgumentException("status must be between 100 and 599, but is " + code);
    }
    return switch (code) {
      case 401, 402, 403, 404 -> REJECTED;
      case 408 -> TIMEOUT;
      case 429 -> RATE_LIMITED;
      default -> byClass(code / 100);
    };
  }

  private static CallOutcome byClass(int hundreds) {
    return switch (hundreds) {
      case 2 -> SUCCESS;
      case 4 -> CALLER_ERROR;
      default -> SERVER_ERROR;
    };
  }
}
