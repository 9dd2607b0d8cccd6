package com.holdwall.resilience.ai;

import java.time.Duration;

/**
 * Why a model gave no answer to a call. Its text has names and classes only: what the client threw
 * may quote the prompt or the key in its message, so it is there to be asked for and nowhere
 * printed. Immutable.
 */
public final class FailedAttempt {

  private final String model;
  private final ModelError error;
  private final Duration elapsed;
  private final Throwable thrown;

  FailedAttempt(String model, ModelError error, Duration elapsed, Throwable thrown) {
    this.model = model;
    this.error = error;
    this.elapsed = elapsed;
    this.thrown = thrown;
  }

  /** {@return the model's name} */
  public String model() {
    return model;
  }

  /** {@return the class of the failure} */
  public ModelError error() {
    return error;
  }

  /** {@return how long the attempt took} */
  public Duration elapsed() {
    return elapsed;
  }

  /** {@return what the client threw; take care before it is logged} */
  public Throwable thrown() {
    return thrown;
  }

  @Override
  public String toString() {
    String type = thrown.getClass().getSimpleName();
    return "'" + model + "' " + error + " (" + type + ") after " + elapsed.toMillis() + " ms";
  }
}
