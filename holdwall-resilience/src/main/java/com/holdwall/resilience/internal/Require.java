package com.holdwall.resilience.internal;

import java.time.Duration;

/** Argument checks whose messages give the name, the value and the rule. */
public final class Require {

  private Require() {}

  public static Duration positive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " must be longer than zero, but is " + value);
    }
    return value;
  }

  public static int atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, but is " + value);
    }
    return value;
  }

  public static int percent(String name, int value) {
    if (value < 1 || value > 100) {
      throw new IllegalArgumentException(name + " must be from 1 to 100, but is " + value);
    }
    return value;
  }

  public static String notBlank(String name, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(name + " must not be blank, but is '" + value + "'");
    }
    return value;
  }
}
