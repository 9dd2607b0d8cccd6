package com.holdwall.probes.traffic;

/** How a request ended, beside the status of its answer. */
public enum RequestOutcome {
  /** The service answered it, with whatever status. */
  ANSWERED,
  /** An exception that nothing caught ended it: an error, whatever the status. */
  UNCAUGHT,
  /** It ran into a timeout, its own or that of something it called. An error if its status is. */
  TIMED_OUT;

  private static final int DEEPEST = 20;
  private static final String TIMEOUT = "TimeoutException";

  /**
   * Tells the outcome from the exception that ended a request.
   *
   * @param failure what was thrown
   * @return {@link #TIMED_OUT} if the class of it or of one of its causes is called a timeout's, as
   *     the JDK's and the drivers' are; else {@link #UNCAUGHT}
   */
  public static RequestOutcome of(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
      if (cause.getClass().getName().endsWith(TIMEOUT)) {
        return TIMED_OUT;
      }
      cause = cause.getCause();
    }
    return UNCAUGHT;
  }
}
