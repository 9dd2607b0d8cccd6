package com.holdwall.probes.kafka;

import com.holdwall.probes.trend.TheilSen;
import java.util.stream.IntStream;

/**
 * A partition's offsets over the window, the oldest first. It keeps the arrays that it is given.
 */
final class PartitionSeries {

  private static final double NANOS_PER_SECOND = 1e9;

  private final long[] nanos;
  private final long[] committed;
  private final long[] ends;

  /**
   * Makes a series of arrays that are as long as each other.
   *
   * @param nanos when they were read
   * @param committed what the group had committed; {@link Position#NONE} where it had not
   * @param ends where the partition ended
   */
  PartitionSeries(long[] nanos, long[] committed, long[] ends) {
    this.nanos = nanos;
    this.committed = committed;
    this.ends = ends;
  }

  long committed(int at) {
    return committed[at];
  }

  long end(int at) {
    return ends[at];
  }

  /** The time from the first moment to the last. */
  double seconds() {
    return (nanos[last()] - nanos[0]) / NANOS_PER_SECOND;
  }

  int length() {
    return nanos.length;
  }

  int last() {
    return nanos.length - 1;
  }

  /** Records that were not consumed at one of the moments. */
  long lag(int at) {
    return Math.max(0, ends[at] - Math.max(0, committed[at]));
  }

  /** How many moments have a commit, of all. */
  double completeness() {
    int known = 0;
    for (long offset : committed) {
      known += offset == Position.NONE ? 0 : 1;
    }
    return length() == 0 ? 0 : (double) known / length();
  }

  boolean neverCommitted() {
    return completeness() == 0;
  }

  /** Whether the group has caught up at any moment. */
  boolean caughtUp(long allowedLag) {
    for (int i = 0; i < length(); i++) {
      if (committed[i] != Position.NONE && lag(i) <= allowedLag) {
        return true;
      }
    }
    return false;
  }

  /** Whether the offset went back and has not come up again since. */
  boolean rewound() {
    long highest = Position.NONE;
    long last = Position.NONE;
    for (long offset : committed) {
      if (offset != Position.NONE) {
        highest = Math.max(highest, offset);
        last = offset;
      }
    }
    return last < highest;
  }

  /** Whether the offset was the same whenever there was one. */
  boolean unmoved() {
    long first = Position.NONE;
    for (long offset : committed) {
      if (offset != Position.NONE) {
        if (first != Position.NONE && offset != first) {
          return false;
        }
        first = offset;
      }
    }
    return true;
  }

  /** By how many records a second the lag grows: the median of the slopes between all moments. */
  double lagSlope() {
    int[] known = IntStream.range(0, length()).filter(i -> committed[i] != Position.NONE).toArray();
    double[] seconds = new double[known.length];
    double[] lags = new double[known.length];
    for (int i = 0; i < known.length; i++) {
      seconds[i] = (nanos[known[i]] - nanos[0]) / NANOS_PER_SECOND;
      lags[i] = (double) lag(known[i]);
    }
    return known.length < 2 ? 0 : TheilSen.slope(seconds, lags);
  }

  /**
   * How long ago the next record to consume came, in seconds: by interpolation in the times at
   * which the partition ended where. Before the first of them by the rate since; without a rate it
   * came before the window, which is the least that is known.
   */
  double secondsBehind() {
    int last = last();
    if (lag(last) == 0) {
      return 0;
    }
    long next = Math.max(0, committed[last]);
    for (int i = last; i > 0; i--) {
      if (ends[i - 1] <= next && next < ends[i]) {
        double share = (double) (next - ends[i - 1]) / (ends[i] - ends[i - 1]);
        double came = nanos[i - 1] + share * (nanos[i] - nanos[i - 1]);
        return (nanos[last] - came) / NANOS_PER_SECOND;
      }
    }
    double window = seconds();
    long produced = ends[last] - ends[0];
    return produced > 0 ? window + window * (ends[0] - next) / produced : window;
  }
}
