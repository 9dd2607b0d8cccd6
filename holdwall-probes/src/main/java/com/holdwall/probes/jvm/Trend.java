package com.holdwall.probes.jvm;

/**
 * The trend of one resource, over a window and over a quarter of it. The quarter is for what fills
 * before the window has passed; it counts only where most is in use already, because a cache that
 * is warming up grows as fast. Thread-safe.
 */
final class Trend {

  /** A growth of less, of the limit, over the span that was seen is none. Source: measured. */
  static final double LEAST_GROWTH = 0.03;

  /** Where nobody knows the limit: growth of less, of what it was. */
  private static final double LEAST_RELATIVE = 0.2;

  /** Of the limit: from here on the quarter of the window counts. */
  private static final double HIGH = 0.7;

  private static final int QUICK = 4;
  private static final int WARM_UP = 10;

  private final double windowNanos;
  private final BucketMinima slow;
  private final BucketMinima quick;
  private double latest = Double.NaN;

  Trend(long startNanos, long windowNanos) {
    long warmUp = windowNanos / WARM_UP;
    this.windowNanos = windowNanos;
    this.slow = new BucketMinima(startNanos, warmUp, windowNanos);
    this.quick = new BucketMinima(startNanos, warmUp, windowNanos / QUICK);
  }

  synchronized void add(long nanos, double value) {
    slow.add(nanos, value);
    quick.add(nanos, value);
    latest = value;
  }

  /** The last value; NaN before the first. */
  synchronized double latest() {
    return latest;
  }

  /**
   * Judges.
   *
   * @param limit what there is in all; NaN if nobody knows
   * @param floor growth of less never counts, in the resource's unit
   */
  synchronized LeakVerdict judge(long nanos, double limit, double floor) {
    LeakVerdict verdict = judge(slow.read(nanos), limit, floor);
    if (verdict instanceof LeakVerdict.Leak || !(latest >= HIGH * limit)) {
      return verdict;
    }
    LeakVerdict soon = judge(quick.read(nanos), limit, floor);
    return soon instanceof LeakVerdict.Leak leak
            && leak.exhausted().orElseThrow().toNanos() <= windowNanos / QUICK
        ? soon
        : verdict;
  }

  private static LeakVerdict judge(Series series, double limit, double floor) {
    double share =
        !Double.isNaN(limit)
            ? LEAST_GROWTH * limit
            : series.size() == 0 ? 0 : LEAST_RELATIVE * series.first();
    return LeakRule.judge(series, Math.max(floor, share), limit);
  }
}
