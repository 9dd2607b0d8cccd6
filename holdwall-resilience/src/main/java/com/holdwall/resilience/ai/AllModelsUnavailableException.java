package com.holdwall.resilience.ai;

import java.util.List;

/**
 * No model gave an answer. Its message names for each model what was wrong, and quotes no message
 * of a client's exception: see {@link FailedAttempt#thrown()}.
 */
public final class AllModelsUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Why no model answered. */
  private final Reason reason;

  private final transient List<FailedAttempt> attempts;

  AllModelsUnavailableException(
      Reason reason, List<FailedAttempt> attempts, List<String> notAsked) {
    super(message(reason, attempts, notAsked));
    this.reason = reason;
    this.attempts = List.copyOf(attempts);
  }

  /** Why there was no further attempt. */
  public enum Reason {
    /**
     * No model is left: all failed, cool, or are out of quota for longer than the call may wait.
     */
    NO_MODEL,
    /** The call's time was over. */
    DEADLINE,
    /** The budget for fallbacks was empty. */
    BUDGET
  }

  private static String message(
      Reason reason, List<FailedAttempt> attempts, List<String> notAsked) {
    StringBuilder text = new StringBuilder("No model gave an answer (").append(reason).append(")");
    String separator = ": ";
    for (FailedAttempt attempt : attempts) {
      text.append(separator).append(attempt);
      separator = "; ";
    }
    for (String model : notAsked) {
      text.append(separator).append(model);
      separator = "; ";
    }
    return text.toString();
  }

  /** {@return why there was no further attempt} */
  public Reason reason() {
    return reason;
  }

  /** {@return the attempts of the call, in order; a model that was not asked has none} */
  public List<FailedAttempt> attempts() {
    return attempts;
  }
}
