package com.holdwall.probes.jvm;

import com.holdwall.probes.jvm.LeakVerdict.Gate;
import com.holdwall.probes.jvm.LeakVerdict.Growth;
import com.holdwall.probes.trend.MannKendall;
import com.holdwall.probes.trend.TheilSen;
import com.holdwall.runbook.Comparison;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;

/**
 * Tells a leak from a process that is busy, by least values over time. They rise if they grow by
 * enough to matter (Theil-Sen) and beyond chance (Mann-Kendall). They are a line if they also still
 * rise in their later half, and not in a step or two: that keeps out a cache that has filled and a
 * load that has grown. Stateless.
 */
final class LeakRule {

  static final int LEAST_BUCKETS = 6;

  /** So many values at the end tell how fast it grows there. Source: measured. */
  private static final int LEAST_AT_END = 4;

  /** Of the whole slope, what the later half must still have. */
  private static final double STILL = 1.0 / 3;

  /**
   * And what it must have where the values hold garbage and the end is near, and in the last eighth
   * of the window: a load that went up wanders on for a while, and a leak does not slow down.
   * Source: measured; 0.7 to 0.8 give the same verdicts.
   */
  private static final double AT_PACE = 3.0 / 4;

  /** So much nearer to a line than to steps, which have more to fit with. Source: measured. */
  private static final double NEARER = 1.4;

  /** Stands for a distance from nothing: evidence holds finite numbers. */
  private static final double MOST = 1e6;

  private LeakRule() {}

  /**
   * Judges whether they rise as a line.
   *
   * @param series the least values of slices
   * @param least how much it must have grown to count
   * @param limit what there is in all; NaN if nobody knows
   */
  static LeakVerdict line(Series series, double least, double limit) {
    return judge(
        series, least, limit, slope -> List.of(later(series, slope, STILL), steps(series, slope)));
  }

  /** Judges whether they rise as a line that does not slow down. */
  static LeakVerdict lineAtPace(Series series, double least, double limit) {
    return judge(
        series,
        least,
        limit,
        slope -> List.of(later(series, slope, AT_PACE), steps(series, slope)));
  }

  /** Judges whether they rise, in whatever way. */
  static LeakVerdict rise(Series series, double least, double limit) {
    return judge(series, least, limit, slope -> List.of());
  }

  /** Judges whether they rise, in whatever way, and do not slow down. */
  static LeakVerdict riseAtPace(Series series, double least, double limit) {
    return judge(series, least, limit, slope -> List.of(later(series, slope, AT_PACE)));
  }

  /**
   * Judges whether what is a leak over the window is one at its end, too: it must not slow down
   * there. Too few values to tell change nothing.
   */
  static LeakVerdict toTheEnd(LeakVerdict.Leak leak, Series end) {
    if (end.size() < LEAST_AT_END) {
      return leak;
    }
    double share = TheilSen.slope(end.seconds(), end.values()) / leak.growth().perSecond();
    Gate gate = gate("growth at the end, of the whole's", share, AT_PACE, "ratio");
    return gate.holds() ? leak : new LeakVerdict.Steady(leak.growth(), gate);
  }

  /** Judges whether what is a leak has been one for long enough to be told from a step. */
  static LeakVerdict lasting(LeakVerdict.Leak leak, long nanos, long leastNanos) {
    Gate gate = gate("how long it has grown to its end", nanos / 1e9, leastNanos / 1e9, "s");
    return gate.holds() ? leak : new LeakVerdict.Steady(leak.growth(), gate);
  }

  private static LeakVerdict judge(
      Series series, double least, double limit, DoubleFunction<List<Gate>> shape) {
    if (series.size() < LEAST_BUCKETS) {
      return new LeakVerdict.NotEnough(
          series.size()
              + " of the window's "
              + BucketMinima.BUCKETS
              + " slices have a value, and "
              + LEAST_BUCKETS
              + " are needed");
    }
    double slope = TheilSen.slope(series.seconds(), series.values());
    double z = MannKendall.z(series.values());
    Gate enough = gate("growth", slope * series.span(), least, "");
    Growth growth = new Growth(z, slope, enough, series.span(), series.size(), series.last());
    Gate chance = gate("Mann-Kendall's z of the growth", z, MannKendall.RISING, "sigma");
    Optional<Gate> failed =
        Stream.concat(Stream.of(enough, chance), shape.apply(slope).stream())
            .filter(gate -> !gate.holds())
            .findFirst();
    return failed.isPresent()
        ? new LeakVerdict.Steady(growth, failed.get())
        : new LeakVerdict.Leak(
            growth,
            Double.isNaN(limit)
                ? Optional.empty()
                : Optional.of(growth.until(limit - growth.last())));
  }

  private static Gate gate(String words, double value, double threshold, String unit) {
    return new Gate(words, value, Comparison.AT_LEAST, threshold, unit);
  }

  private static Gate later(Series series, double slope, double least) {
    Series half = series.part(series.size() / 2, series.size());
    double share = slope == 0 ? 0 : TheilSen.slope(half.seconds(), half.values()) / slope;
    return gate("growth of the later half, of the whole's", share, least, "ratio");
  }

  private static Gate steps(Series series, double slope) {
    double line = Staircase.line(series, slope);
    double stairs = Staircase.nearest(series.values());
    // On the line itself nothing is nearer.
    double nearer = line == 0 ? (stairs == 0 ? 0 : MOST) : Math.min(stairs / line, MOST);
    return gate("distance from steps, of that from a line", nearer, NEARER, "ratio");
  }
}
