package com.holdwall.probes.disk;

import java.util.Arrays;

/** How long the last 20 writes took. Thread-safe. */
final class FsyncTimes {

  static final int MOST = 20;

  private static final double SHARE = 0.95;

  private final long[] nanos = new long[MOST];
  private int count;

  synchronized void add(long took) {
    nanos[count % MOST] = took;
    count++;
  }

  synchronized int samples() {
    return Math.min(count, MOST);
  }

  /** The 95th percentile in seconds; NaN without any write. */
  synchronized double p95() {
    int samples = samples();
    if (samples == 0) {
      return Double.NaN;
    }
    long[] sorted = Arrays.copyOf(nanos, samples);
    Arrays.sort(sorted);
    return sorted[(int) Math.ceil(SHARE * samples) - 1] / 1e9;
  }
}
