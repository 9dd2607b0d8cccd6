package com.holdwall.resilience.ai;

/**
 * A streamed answer broke off after its first content, and the policy was to fail. The parts before
 * it were delivered. Its message quotes no text of the provider.
 */
public final class BrokenStreamException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient FailedAttempt attempt;

  BrokenStreamException(FailedAttempt attempt) {
    super("The answer broke off after its first token: " + attempt);
    this.attempt = attempt;
  }

  /** {@return what happened, with the model's name} */
  public FailedAttempt attempt() {
    return attempt;
  }
}
