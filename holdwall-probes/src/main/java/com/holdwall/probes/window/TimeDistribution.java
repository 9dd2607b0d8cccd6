package com.holdwall.probes.window;

import java.util.Arrays;

/** How long things took within a window. Immutable. */
public final class TimeDistribution {

  private static final double NANOS_PER_SECOND = 1e9;

  private final long[] buckets;
  private final long unitNanos;
  private final long samples;

  TimeDistribution(long[] buckets, long unitNanos) {
    this.buckets = buckets;
    this.unitNanos = unitNanos;
    this.samples = Arrays.stream(buckets).sum();
  }

  /** {@return how many times it rests on} */
  public long samples() {
    return samples;
  }

  /**
   * Gives the time that a share of all times does not exceed: the smallest recorded one for which
   * that holds, without interpolation.
   *
   * @param share above 0, at most 1; 0.95 for the 95th percentile
   * @return the time in seconds; NaN if there is no sample
   * @throws IllegalArgumentException if the share is out of range
   */
  public double quantile(double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("share must be above 0 and at most 1, but is " + share);
    }
    long rank = (long) Math.ceil(share * samples);
    long seen = 0;
    for (int bucket = 0; bucket < buckets.length; bucket++) {
      seen += buckets[bucket];
      if (seen >= rank && seen > 0) {
        return LogLinearScale.middle(bucket) * unitNanos / NANOS_PER_SECOND;
      }
    }
    return Double.NaN;
  }
}
