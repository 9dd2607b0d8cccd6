package com.holdwall.resilience;

import com.holdwall.resilience.internal.Nanos;

/**
 * How a wait is spread, so that callers which failed together do not come back together. All three
 * draw below the cap: no form piles its waits up on the cap itself.
 */
public enum Jitter {

  /**
   * Uniform from zero to the exponential value. Of the three it causes the fewest calls for the
   * same recovery (AWS Architecture Blog, "Exponential Backoff and Jitter").
   */
  FULL {
    @Override
    long draw(Backoff backoff, int retry, long previousNanos, RandomSource random) {
      return uniform(0, backoff.ceilingNanos(retry), random);
    }
  },

  /** Uniform from half of the exponential value to all of it: never less than half of the wait. */
  EQUAL {
    @Override
    long draw(Backoff backoff, int retry, long previousNanos, RandomSource random) {
      long ceiling = backoff.ceilingNanos(retry);
      return uniform(ceiling / 2, ceiling, random);
    }
  },

  /**
   * Uniform from the base to three times the wait before, that limit never above the cap. Where the
   * published formula cuts the drawn value at the cap, this one cuts the range, so that waits stay
   * spread at the cap.
   */
  DECORRELATED {
    @Override
    long draw(Backoff backoff, int retry, long previousNanos, RandomSource random) {
      long base = backoff.ceilingNanos(1);
      long tripled = Nanos.times(Math.max(base, previousNanos), 3);
      return uniform(base, Math.min(backoff.capNanos(), tripled), random);
    }
  };

  abstract long draw(Backoff backoff, int retry, long previousNanos, RandomSource random);

  private static long uniform(long low, long high, RandomSource random) {
    return low + random.nextLong(Nanos.plus(high - low, 1));
  }
}
