package com.holdwall.resilience;

import com.holdwall.resilience.internal.HedgeDelay;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A guard's settings, checked by its builder. Times in nanoseconds; 0 is none. */
record GuardSettings(
    String name,
    @Nullable Backoff backoff,
    int maxAttempts,
    @Nullable Breaker breaker,
    @Nullable RetryBudget budget,
    @Nullable AdaptiveThrottle throttle,
    long deadlineNanos,
    long attemptNanos,
    @Nullable HedgeDelay hedge,
    boolean idempotent,
    Executor executor,
    FailureClassifier classifier,
    RetryAfterMode retryAfterMode,
    Ticker ticker,
    Sleeper sleeper,
    RandomSource random) {

  boolean retries() {
    return backoff != null;
  }

  boolean timed() {
    return deadlineNanos > 0 || attemptNanos > 0;
  }

  /** How long an attempt that begins now may take; 0 is for ever. */
  long limitNanos(long startNanos, long nowNanos) {
    if (deadlineNanos == 0) {
      return attemptNanos;
    }
    long left = Math.max(1, deadlineNanos - (nowNanos - startNanos));
    return attemptNanos == 0 ? left : Math.min(attemptNanos, left);
  }
}
