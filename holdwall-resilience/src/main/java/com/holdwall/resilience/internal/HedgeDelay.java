package com.holdwall.resilience.internal;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * After how long a call is hedged, and how many calls may be. Either a fixed time, or the 95th
 * percentile of the attempts that went well in the last 30 s, once there are a hundred of them and
 * at least 1 ms; then at most one call in twenty is hedged, with ten in hand for a burst. The rule
 * is that of Dean and Barroso, The Tail at Scale (2013), and of Finagle's backup requests.
 * Thread-safe.
 */
public final class HedgeDelay {

  /** The answer for no hedge. */
  public static final long NONE = -1;

  private static final long LEAST_NANOS = 1_000_000;
  private static final long COST = 20;
  private static final long MOST = 10 * COST;

  private final long fixedNanos;
  private final @Nullable RecentLatency latency;
  private final boolean budgeted;
  private final AtomicLong earned = new AtomicLong(MOST);

  private HedgeDelay(long fixedNanos, @Nullable RecentLatency latency, boolean budgeted) {
    this.fixedNanos = fixedNanos;
    this.latency = latency;
    this.budgeted = budgeted;
  }

  public static HedgeDelay fixed(long nanos) {
    return new HedgeDelay(nanos, null, false);
  }

  /** A fixed time, and at most one call in twenty. */
  public static HedgeDelay fixedForFew(long nanos) {
    return new HedgeDelay(nanos, null, true);
  }

  public static HedgeDelay ofP95(long nowNanos) {
    return new HedgeDelay(NONE, new RecentLatency(nowNanos), true);
  }

  /** A call begins: after how long to hedge it, or {@link #NONE}. */
  public long delayNanos(long nowNanos) {
    if (budgeted && earned.get() < MOST) {
      earned.incrementAndGet();
    }
    if (latency == null) {
      return fixedNanos;
    }
    long p95 = latency.p95Nanos(nowNanos);
    return p95 == RecentLatency.TOO_FEW ? NONE : Math.max(LEAST_NANOS, p95);
  }

  /** Whether one more call may be hedged now. */
  public boolean tryTake() {
    if (!budgeted) {
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

  public void succeeded(long elapsedNanos, long nowNanos) {
    if (latency != null) {
      latency.record(elapsedNanos, nowNanos);
    }
  }
}
