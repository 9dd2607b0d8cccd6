package com.holdwall.resilience;

/**
 * A call was not made. It has no stack trace and takes no suppressed exceptions, as one instance
 * serves all refused calls: refusing must cost nothing while a target is down. Never retried.
 */
public final class CallRejectedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Which rule refused the call. */
  private final Rule rule;

  private CallRejectedException(String message, Rule rule) {
    super(message, null, false, false);
    this.rule = rule;
  }

  /** What refuses calls. */
  public enum Rule {
    /** The circuit breaker is open, or half-open with no place left. */
    CIRCUIT_BREAKER,
    /** The adaptive throttle. */
    THROTTLE,
    /** Too many calls at once. */
    CONCURRENCY
  }

  static CallRejectedException open(String name) {
    return new CallRejectedException(
        "Call not made: the circuit breaker of '" + name + "' is open", Rule.CIRCUIT_BREAKER);
  }

  static CallRejectedException throttled(String name) {
    return new CallRejectedException(
        "Call not made: '" + name + "' accepts too few of its calls", Rule.THROTTLE);
  }

  static CallRejectedException tooMany(String name) {
    return new CallRejectedException(
        "Call not made: too many calls of '" + name + "' at once", Rule.CONCURRENCY);
  }

  /** {@return which rule refused the call} */
  public Rule rule() {
    return rule;
  }
}
