package com.holdwall.resilience.ai;

import java.util.concurrent.atomic.AtomicLong;

/**
 * So many units per minute, all of them at once if none were taken for a minute. It is kept as the
 * one moment at which the bucket will be full again (the generic cell rate algorithm), so that all
 * changes are one compare-and-set. Taking more than is there makes a debt, which time pays back.
 * Thread-safe; allocates nothing.
 */
final class TokenBucket {

  static final int MOST_PER_MINUTE = 1_000_000_000;

  private static final long MINUTE_NANOS = 60_000_000_000L;

  private final long perUnitNanos;
  private final long capacity;
  private final AtomicLong fullAt;

  TokenBucket(long perMinute, long nowNanos) {
    this.perUnitNanos = Math.max(1, MINUTE_NANOS / perMinute);
    this.capacity = perMinute;
    this.fullAt = new AtomicLong(nowNanos);
  }

  /** Takes units if they are there. More than the bucket holds may be taken from a full one. */
  boolean tryTake(long units, long now) {
    long cost = perUnitNanos * Math.min(units, capacity);
    while (true) {
      long present = fullAt.get();
      long taken = later(present, now) + cost;
      if (taken - now > MINUTE_NANOS) {
        return false;
      }
      if (fullAt.compareAndSet(present, taken)) {
        return true;
      }
    }
  }

  /**
   * Gives units back, or takes more where the number is negative, whether they are there or not.
   */
  void give(long units, long now) {
    long nanos = perUnitNanos * Math.max(-capacity, Math.min(units, capacity));
    fullAt.updateAndGet(present -> later(present, now) - nanos);
  }

  /** The provider says how many are left: fewer than we thought are believed, more are not. */
  void atMost(long units, long now) {
    long nanos = perUnitNanos * Math.min(Math.max(0, units), capacity);
    fullAt.updateAndGet(present -> later(present, now + MINUTE_NANOS - nanos));
  }

  /** How long until so many units are there, in nanoseconds. */
  long waitNanos(long units, long now) {
    long cost = perUnitNanos * Math.min(units, capacity);
    return Math.max(0, later(fullAt.get(), now) + cost - now - MINUTE_NANOS);
  }

  /** How many units are there; negative for a debt. */
  long available(long now) {
    return (MINUTE_NANOS - (later(fullAt.get(), now) - now)) / perUnitNanos;
  }

  private static long later(long left, long right) {
    return left - right > 0 ? left : right;
  }
}
