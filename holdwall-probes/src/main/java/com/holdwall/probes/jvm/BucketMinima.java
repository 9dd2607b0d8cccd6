package com.holdwall.probes.jvm;

import java.util.Arrays;

/**
 * The least values of the slices of a window, in two ways: of twelve equal slices of time, and, for
 * what does not last that long, of up to twelve runs of values over any part of the window. What
 * comes in the first tenth of the window is left out: a process that starts is not yet what it will
 * be. Keeps the least of each of 96 thin slices, so that memory does not grow with the number of
 * values. Not thread-safe.
 */
final class BucketMinima {

  static final int BUCKETS = 12;

  /** So many thin slices make one. */
  private static final int THIN = 8;

  private static final int PLACES = (BUCKETS + 1) * THIN;

  private final long startNanos;
  private final long widthNanos;
  private final long[] slices = new long[PLACES];
  private final double[] values = new double[PLACES];
  private final double[] seconds = new double[PLACES];

  /** Begins now, and counts from the end of the warm-up. */
  BucketMinima(long startNanos, long warmUpNanos, long windowNanos) {
    this.startNanos = startNanos + warmUpNanos;
    this.widthNanos = Math.max(1, windowNanos / BUCKETS / THIN);
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

  /**
   * The slices that have ended and hold a value, the oldest first.
   *
   * @param part of what part of the window: 1, a half is 2, a quarter 4
   */
  Series slices(long nanos, int part) {
    int each = THIN / part;
    long now = Math.floorDiv(nanos - startNanos, widthNanos * each);
    Least least = new Least();
    for (long slice = Math.max(0, now - BUCKETS); slice < now; slice++) {
      least.next();
      for (long thin = slice * each; thin < (slice + 1) * each; thin++) {
        take(thin, least);
      }
    }
    return least.series();
  }

  /**
   * The last so much time, in runs of as many values each, however they lie in time: few that come
   * late are not less than many.
   */
  Series runs(long nanos, long spanNanos) {
    long now = Math.floorDiv(nanos - startNanos, widthNanos);
    long first = Math.max(0, Math.max(now - PLACES + 1, now - spanNanos / widthNanos));
    int held = 0;
    for (long thin = first; thin <= now; thin++) {
      held += holds(thin) ? 1 : 0;
    }
    int each = Math.max(1, (held + BUCKETS - 1) / BUCKETS);
    Least least = new Least();
    int seen = 0;
    for (long thin = first; thin <= now; thin++) {
      if (holds(thin) && seen++ % each == 0) {
        least.next();
      }
      take(thin, least);
    }
    return least.series();
  }

  /** The least value of the last so much time; infinite if there is none. */
  double lowest(long nanos, long spanNanos) {
    long now = Math.floorDiv(nanos - startNanos, widthNanos);
    double least = Double.POSITIVE_INFINITY;
    for (long thin = Math.max(0, now - spanNanos / widthNanos); thin <= now; thin++) {
      least = holds(thin) ? Math.min(least, values[(int) (thin % PLACES)]) : least;
    }
    return least;
  }

  private boolean holds(long thin) {
    return slices[(int) (thin % PLACES)] == thin;
  }

  private void take(long thin, Least least) {
    if (holds(thin)) {
      int place = (int) (thin % PLACES);
      least.take(seconds[place], values[place]);
    }
  }

  /** Collects the least of each group. */
  private static final class Least {

    private final double[] seconds = new double[BUCKETS];
    private final double[] values = new double[BUCKETS];
    private int size;
    private boolean empty = true;

    /** Begins a group. */
    void next() {
      empty = true;
    }

    void take(double second, double value) {
      if (empty) {
        size++;
      }
      if (empty || value < values[size - 1]) {
        seconds[size - 1] = second;
        values[size - 1] = value;
      }
      empty = false;
    }

    Series series() {
      return new Series(Arrays.copyOf(seconds, size), Arrays.copyOf(values, size));
    }
  }
}
