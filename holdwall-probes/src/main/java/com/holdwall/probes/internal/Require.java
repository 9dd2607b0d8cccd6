package com.holdwall.probes.internal;

import java.time.Duration;
import java.util.Objects;

/** Argument checks whose messages give the name, the value and the rule. */
public final class Require {

  private Require() {}

  /**
   * Checks a time.
   *
   * @param name its name, for the message
   * @param value the time
   * @return the time
   * @throws IllegalArgumentException if it is not longer than zero
   */
  public static Duration positive(String name, Duration value) {
    Objects.requireNonNull(value, name + " must not be null");
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(name + " must be longer than zero, but is " + value);
    }
    return value;
  }
}
