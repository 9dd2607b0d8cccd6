package com.holdwall.probes.jvm;

import java.util.Arrays;

/**
 * The least value of each of the last twelve slices of a window: twelve that have ended, and the
 * one that has begun. What comes in the first tenth of the window is left out: a process that
 * starts is not yet what it will be. Memory does not grow with the number of values. Not
 * thread-safe.
 */
final class BucketMinima {

  static final int BUCKETS = 12;
  private static final int PLACES = BUCKETS + 1;

  private final long startNanos;
  private final long widthNanos;
  private final long[] slices = new long[PLACES];
  private final double[] values = new double[PLACES];
  private final double[] seconds = new double[PLACES];

  /** Begins now, and counts from the end of the warm-up. */
  BucketMinima(long startNanos, long warmUpNanos, long windowNanos) {
    this.startNanos = startNanos + warmUpNanos;
    this.widthNanos = Math.max(1, windowNanos / BUCKETS);
    Arrays.fill(slices, -1);
  }

  void add(long nanos, double value) {
    long after = nanos - startNanos;
    if (after < 0) {
      return;
    }
    long slice = after / widthNanos;
    int place = (int) (slice % PLACES);
    if (slices[place] > slice) {
      return;
    }
    if (slices[place] != slice || value < values[place]) {
      slices[place] = slice;
      values[place] = value;
      seconds[place] = after / 1e9;
    }
  }

  /** The slices that have ended and hold a value, the oldest first. */
  Series read(long nanos) {
    long now = Math.floorDiv(nanos - startNanos, widthNanos);
    double[] x = new double[BUCKETS];
    double[] y = new double[BUCKETS];
    int size = 0;
    for (long slice = Math.max(0, now - BUCKETS); slice < now; slice++) {
      int place = (int) (slice % PLACES);
      if (slices[place] == slice) {
        x[size] = seconds[place];
        y[size++] = values[place];
      }
    }
    return new Series(Arrays.copyOf(x, size), Arrays.copyOf(y, size));
  }
}
