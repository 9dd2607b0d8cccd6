package com.holdwall.resilience;

import com.holdwall.resilience.internal.Nanos;

/** A breaker's settings, checked by its builder. Times in nanoseconds. */
record BreakerSettings(
    String name,
    int failurePercent,
    int slowPercent,
    long slowNanos,
    int minimumCalls,
    int countWindow,
    long timeWindowNanos,
    long openNanos,
    long maxOpenNanos,
    int probes,
    long leaseNanos,
    int healthFailures,
    int healthSuccesses,
    long healthStaleNanos,
    Ticker ticker,
    RandomSource random) {

  /** The value of {@link #slowNanos} with which no call is slow. */
  static final long NEVER_SLOW = Long.MAX_VALUE;

  /** The longest that a server's Retry-After keeps a breaker open. */
  static final long LONGEST_ASKED = 60_000_000_000L;

  private static final int JITTER_PERCENT = 20;
  private static final int MOST_DOUBLINGS = 20;

  boolean watchesSlowCalls() {
    return slowNanos != NEVER_SLOW;
  }

  OutcomeWindow newWindow(long nowNanos) {
    return countWindow > 0
        ? new CountWindow(countWindow)
        : new TimeWindow(timeWindowNanos, nowNanos);
  }

  /**
   * Doubled for each opening in a row, and then up to a fifth longer or shorter. It is capped
   * before that, low enough for the longest spread: so the cap holds, and is spread too.
   */
  long openNanos(int opensInRow) {
    long doubled = Nanos.doubled(openNanos, Math.min(opensInRow, MOST_DOUBLINGS));
    long capped = Math.min(maxOpenNanos / (100 + JITTER_PERCENT) * 100, doubled);
    long spread = capped / 100 * JITTER_PERCENT;
    return Nanos.plus(capped - spread, random.nextLong(2 * spread + 1));
  }
}
