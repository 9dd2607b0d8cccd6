package com.holdwall.probes.kafka;

import java.time.Duration;

/**
 * Burrow's rules for a partition, with what they lack.
 *
 * <ul>
 *   <li>Burrow judges from one commit on; here a window must be complete to 80 %, or only "caught
 *       up" is said.
 *   <li>Burrow knows when commits were made, and calls a group stopped that makes none. From
 *       outside only the offset is seen: a group is stopped that has no member, and stalled if it
 *       has.
 *   <li>Burrow's WARN takes a lag that never falls, so one dip of one record hides any growth. Here
 *       it is Theil and Sen's slope, and the lag has to be large: in records or in time.
 *   <li>Burrow does not see a partition without a commit.
 * </ul>
 *
 * @param allowedLag a lag up to this is none; 1 or more where transactions leave their marks
 * @param growingFrom a lag from here on may be called growing; records
 * @param growingFromTime or one that is so old
 */
record LagRules(long allowedLag, long growingFrom, Duration growingFromTime) {

  static final double COMPLETE = 0.8;

  /** Noise around a steady lag has a slope too: it must make up this share of the lag. */
  private static final double LEAST_GROWTH = 0.05;

  PartitionState state(PartitionSeries series, long begin, boolean windowKnown, boolean members) {
    int last = series.last();
    if (series.committed(last) == Position.NONE) {
      return uncommitted(series, begin, windowKnown);
    }
    if (series.lag(last) <= allowedLag) {
      return PartitionState.OK;
    }
    if (!windowKnown || series.completeness() < COMPLETE) {
      return PartitionState.UNKNOWN;
    }
    if (series.rewound()) {
      return PartitionState.REWOUND;
    }
    if (series.caughtUp(allowedLag)) {
      return PartitionState.OK;
    }
    if (series.unmoved()) {
      return members ? PartitionState.STALLED : PartitionState.STOPPED;
    }
    return growing(series) ? PartitionState.GROWING : PartitionState.OK;
  }

  private static PartitionState uncommitted(
      PartitionSeries series, long begin, boolean windowKnown) {
    if (series.end(series.last()) <= begin) {
      return PartitionState.OK;
    }
    return windowKnown && series.neverCommitted()
        ? PartitionState.UNCOMMITTED
        : PartitionState.UNKNOWN;
  }

  /** Whether a lag is large and grows; also asked of a whole group's. */
  boolean growing(PartitionSeries series) {
    int last = series.last();
    long lag = series.lag(last);
    if (lag < growingFrom && series.secondsBehind() < growingFromTime.toMillis() / 1e3) {
      return false;
    }
    return series.lagSlope() * series.seconds() >= LEAST_GROWTH * lag;
  }
}
