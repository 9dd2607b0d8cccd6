package com.holdwall.probes.jvm;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The trend of one resource. While there is room it must rise as a line over the window, or, from
 * 70 % of the limit on, over the last quarter of it. Once nearly everything is in use a rise beyond
 * chance is enough, over the window, a half or a quarter of it: values can no longer rise as a line
 * then, and what fills before the window has passed leaves no time to ask for one. What is found in
 * the last two ways must end within the part of the window that it was found in. A leak stays one
 * until there is room again, or nothing has grown for a window. Thread-safe.
 */
final class Trend {

  /** A growth of less, of the limit, over the span that was seen is none. Source: measured. */
  static final double LEAST_GROWTH = 0.03;

  /** Where nobody knows the limit: growth of less, of what it was. */
  private static final double LEAST_RELATIVE = 0.2;

  /** Of the limit: from here on the quarter of the window counts. */
  private static final double MOST_USED = 0.7;

  /** Of the limit: nearly everything is in use. Source of both: measured. */
  private static final double NEARLY_ALL = 0.8;

  /** The same, of values that hold garbage, each of the last eighth of the window. */
  private static final double NEARLY_ALL_WITH_GARBAGE = 0.9;

  private static final int EIGHTH = 8;
  private static final int QUARTER = 4;
  private static final List<Integer> PARTS = List.of(1, 2, QUARTER);
  private static final int WARM_UP = 10;

  private final long windowNanos;
  private final boolean exact;
  private final BucketMinima minima;
  private double latest = Double.NaN;
  private LeakVerdict.@Nullable Leak found;

  /**
   * Begins now.
   *
   * @param exact whether a value is what is in use, or may hold garbage too
   */
  Trend(long startNanos, long windowNanos, boolean exact) {
    this.windowNanos = windowNanos;
    this.exact = exact;
    this.minima = new BucketMinima(startNanos, windowNanos / WARM_UP, windowNanos);
  }

  synchronized void add(long nanos, double value) {
    minima.add(nanos, value);
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
    LeakVerdict verdict = line(1, nanos, limit, floor);
    if (!(verdict instanceof LeakVerdict.Leak)) {
      verdict = soon(nanos, limit, floor).orElse(kept(verdict, limit));
    }
    found = verdict instanceof LeakVerdict.Leak leak ? leak : null;
    return verdict;
  }

  private LeakVerdict kept(LeakVerdict verdict, double limit) {
    boolean still =
        verdict instanceof LeakVerdict.Steady steady && !steady.growth().enough().holds();
    return found == null || still || !(latest >= NEARLY_ALL * limit)
        ? verdict
        : found.at(latest, limit);
  }

  private Optional<LeakVerdict> soon(long nanos, double limit, double floor) {
    if (!(latest >= MOST_USED * limit)) {
      return Optional.empty();
    }
    LeakVerdict quick = line(QUARTER, nanos, limit, floor);
    if (endsWithin(QUARTER, quick)) {
      return Optional.of(quick);
    }
    return nearlyAll(nanos, limit)
        ? PARTS.stream()
            .map(part -> ending(part, rise(part, nanos, limit, floor)))
            .flatMap(Optional::stream)
            .findFirst()
        : Optional.empty();
  }

  private boolean nearlyAll(long nanos, double limit) {
    return exact
        ? latest >= NEARLY_ALL * limit
        : Math.min(latest, minima.lowest(nanos, windowNanos / EIGHTH))
            >= NEARLY_ALL_WITH_GARBAGE * limit;
  }

  private Optional<LeakVerdict> ending(int part, LeakVerdict verdict) {
    return endsWithin(part, verdict) ? Optional.of(verdict) : Optional.empty();
  }

  private boolean endsWithin(int part, LeakVerdict verdict) {
    return verdict instanceof LeakVerdict.Leak leak
        && leak.exhausted().orElseThrow().toNanos() <= windowNanos / part;
  }

  private LeakVerdict line(int part, long nanos, double limit, double floor) {
    Series series = minima.slices(nanos, part);
    return LeakRule.line(series, least(series, limit, floor), limit);
  }

  private LeakVerdict rise(int part, long nanos, double limit, double floor) {
    Series series = minima.runs(nanos, windowNanos / part);
    return LeakRule.rise(series, least(series, limit, floor), limit);
  }

  private static double least(Series series, double limit, double floor) {
    double share =
        !Double.isNaN(limit)
            ? LEAST_GROWTH * limit
            : series.size() == 0 ? 0 : LEAST_RELATIVE * series.first();
    return Math.max(floor, share);
  }
}
