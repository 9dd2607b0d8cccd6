package com.holdwall.resilience;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * After how long a call is hedged, and how many calls may be. Either a fixed time, or the 95th
 * percentile of the attempts that went well in the last 30 s, once there are a hundred of them and
 * at least 1 ms; then at most one call in twenty is hedged, with ten in hand for a burst. The rule
 * is that of Dean and Barroso, The Tail at Scale (2013), and of Finagle's backup requests.
 * Thread-safe.
 */
final class HedgeDelay {

  /** The answer for no hedge. */
  static final long NONE = -1;

  private static final long LEAST_NANOS = 1_000_000;
  private static final long COST = 20;
  private static final long MOST = 10 * COST;

  private final long fixedNanos;
  private final @Nullable RecentLatency latency;
  private final AtomicLong earned = new AtomicLong(MOST);

  private HedgeDelay(long fixedNanos, @Nullable RecentLatency latency) {
    this.fixedNanos = fixedNanos;
    this.latency = latency;
  }

  static HedgeDelay fixed(long nanos) {
    return new HedgeDelay(nanos, null);
  }

  static HedgeDelay ofP95(long nowNanos) {
    return new HedgeDelay(NONE, new RecentLatency(nowNanos));
  }

  /** A call begins: after how long to hedge it, or {@link #NONE}. */
  long delayNanos(long nowNanos) {
    if (latency == null) {
      return fixedNanos;
    }
    if (earned.get() < MOST) {
      earned.incrementAndGet();
    }
    long p95 = latency.p95Nanos(nowNanos);
    return p95 == RecentLatency.TOO_FEW ? NONE : Math.max(LEAST_NANOS, p95);
  }

  /** Whether one more call may be hedged now. */
  boolean tryTake() {
    if (latency == null) {
      return true;
    }
    long before = earned.get();
    while (before >= COST) {
      if (earned.compareAndSet(before, before - COST)) {
        return true;
      }
      before = earned.get();
    }
    return false;
  }

  void succeeded(long elapsedNanos, long nowNanos) {
    if (latency != null) {
      latency.record(elapsedNanos, nowNanos);
    }
  }
}
