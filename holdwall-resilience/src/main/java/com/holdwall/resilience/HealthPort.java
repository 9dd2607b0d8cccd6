package com.holdwall.resilience;

/**
 * Where a health check reports what it saw, so that a breaker opens before the calls fail. Whoever
 * runs the check calls this after each run. Implementations are thread-safe.
 */
@FunctionalInterface
public interface HealthPort {

  /**
   * Reports one run of the check.
   *
   * @param health what the check saw; {@link Health#UNKNOWN} if it broke
   * @param observedNanos when it saw it, as a reading of the breaker's {@link Ticker}; an old
   *     observation is ignored
   */
  void report(Health health, long observedNanos);
}
