package com.holdwall.resilience.internal;

import java.time.Duration;

/** Arithmetic on nanoseconds, none of them negative, that saturates where it would overflow. */
public final class Nanos {

  private Nanos() {}

  public static long of(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException tooLong) {
      return Long.MAX_VALUE;
    }
  }

  public static long plus(long left, long right) {
    long sum = left + right;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  public static long times(long value, int factor) {
    return value > Long.MAX_VALUE / factor ? Long.MAX_VALUE : value * factor;
  }

  /** Doubles {@code value} as often as {@code times} says. */
  public static long doubled(long value, int times) {
    boolean overflows = times >= Long.numberOfLeadingZeros(value) - 1;
    return overflows ? Long.MAX_VALUE : value << times;
  }
}
