package com.holdwall.probes.jvm;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The trend of one resource. While there is room it must rise as a line over the window, and, if it
 * rises so fast that an eighth of the window shows it, to its very end, for a slice long: a load
 * that went up twice looks like a line until it stays where it is. Once much is in use, a line over
 * the last quarter is enough. Once nearly everything is in use a rise beyond chance is enough, over
 * the window, a half or a quarter of it: values can no longer rise as a line then, and what fills
 * before the window has passed leaves no time to ask for one. What is found in the last two ways
 * must end within the part of the window that it was found in. A leak stays one until there is room
 * again, or nothing has grown for a window. Thread-safe.
 *
 * <p>Values that hold garbage wander more. They must be a line over the window and over its later
 * half too, as a leak is at each scale, and a load that went up is not; and near the end they must
 * rise within the last quarter, and in its later half no slower. Source: measured.
 */
final class Trend {

  /** What values are, and from which share in use on less evidence is enough. Source: measured. */
  enum Values {
    /** What is in use. */
    EXACT(0.7, 0.8),
    /** And what nobody uses any more, too. */
    WITH_GARBAGE(0.8, 7.0 / 8);

    private final double much;
    private final double nearlyAll;

    Values(double much, double nearlyAll) {
      this.much = much;
      this.nearlyAll = nearlyAll;
    }
  }

  /**
   * How far it can grow.
   *
   * @param limit what there is in all; NaN if nobody knows
   * @param floor growth of less never counts, in the resource's unit
   * @param full the share in use; NaN if nobody knows
   */
  record Extent(double limit, double floor, double full) {}

  /** A growth of less, of the limit, over the span that was seen is none. Source: measured. */
  static final double LEAST_GROWTH = 0.03;

  /** Where nobody knows the limit: growth of less, of what it was. */
  private static final double LEAST_RELATIVE = 0.2;

  /** With less in use there is room again. */
  private static final double ROOM_AGAIN = 0.8;

  private static final int HALF = 2;
  private static final int QUARTER = 4;
  private static final int EIGHTH = 8;
  private static final List<Integer> PARTS = List.of(1, HALF, QUARTER);
  private static final int WARM_UP = 10;

  private final long windowNanos;
  private final Values values;
  private final BucketMinima minima;
  private double latest = Double.NaN;
  private LeakVerdict.@Nullable Leak found;

  /** Since when it has been a line to its very end, without a break; null if it is none. */
  private @Nullable Long toTheEndSince;

  /** Begins now. */
  Trend(long startNanos, long windowNanos, Values values) {
    this.windowNanos = windowNanos;
    this.values = values;
    this.minima = new BucketMinima(startNanos, warmUp(windowNanos), windowNanos);
  }

  /** How long what comes in is not yet what it will be. */
  static long warmUp(long windowNanos) {
    return windowNanos / WARM_UP;
  }

  synchronized void add(long nanos, double value) {
    minima.add(nanos, value);
    latest = value;
  }

  /** The last value; NaN before the first. */
  synchronized double latest() {
    return latest;
  }

  /** Judges by the last value how full it is. */
  synchronized LeakVerdict judge(long nanos, double limit, double floor) {
    return judge(nanos, new Extent(limit, floor, latest / limit));
  }

  synchronized LeakVerdict judge(long nanos, Extent extent) {
    LeakVerdict verdict = alongTheWindow(nanos, extent);
    if (!(verdict instanceof LeakVerdict.Leak)) {
      verdict = soon(nanos, extent).orElse(kept(verdict, extent));
    }
    found = verdict instanceof LeakVerdict.Leak leak ? leak : null;
    return verdict;
  }

  private LeakVerdict alongTheWindow(long nanos, Extent extent) {
    LeakVerdict window = line(1, nanos, extent);
    if (!(window instanceof LeakVerdict.Leak leak)) {
      toTheEndSince = null;
      return window;
    }
    if (values == Values.EXACT) {
      // one that was found stays found while its end merely wanders
      boolean more = found == null && !(extent.full() >= values.much);
      return more ? toTheEnd(leak, nanos, extent) : leak;
    }
    LeakVerdict later = line(HALF, nanos, extent);
    return later instanceof LeakVerdict.Leak ? window : later;
  }

  private LeakVerdict toTheEnd(LeakVerdict.Leak leak, long nanos, Extent extent) {
    long span = windowNanos / EIGHTH;
    Series end = minima.runs(nanos, span);
    if (leak.growth().perSecond() * span / 1e9 < least(end, extent)) {
      return leak;
    }
    LeakVerdict verdict = LeakRule.toTheEnd(leak, end);
    if (!(verdict instanceof LeakVerdict.Leak)) {
      toTheEndSince = null;
      return verdict;
    }
    toTheEndSince = toTheEndSince == null ? nanos : toTheEndSince;
    return LeakRule.lasting(leak, nanos - toTheEndSince, windowNanos / BucketMinima.BUCKETS);
  }

  private LeakVerdict kept(LeakVerdict verdict, Extent extent) {
    boolean still =
        verdict instanceof LeakVerdict.Steady steady && !steady.growth().enough().holds();
    return found == null || still || !(extent.full() >= ROOM_AGAIN)
        ? verdict
        : found.at(latest, extent.limit());
  }

  private Optional<LeakVerdict> soon(long nanos, Extent extent) {
    if (!(extent.full() >= values.much)) {
      return Optional.empty();
    }
    Optional<LeakVerdict> quick = ending(QUARTER, quarter(nanos, extent));
    if (quick.isPresent() || !(extent.full() >= values.nearlyAll)) {
      return quick;
    }
    return values == Values.WITH_GARBAGE
        ? ending(QUARTER, riseAtPace(nanos, extent))
        : PARTS.stream()
            .map(part -> ending(part, rise(part, nanos, extent)))
            .flatMap(Optional::stream)
            .findFirst();
  }

  private Optional<LeakVerdict> ending(int part, LeakVerdict verdict) {
    return verdict instanceof LeakVerdict.Leak leak
            && leak.exhausted().orElseThrow().toNanos() <= windowNanos / part
        ? Optional.of(verdict)
        : Optional.empty();
  }

  private LeakVerdict quarter(long nanos, Extent extent) {
    if (values == Values.EXACT) {
      return line(QUARTER, nanos, extent);
    }
    Series series = minima.slices(nanos, QUARTER);
    return LeakRule.lineAtPace(series, least(series, extent), extent.limit());
  }

  private LeakVerdict line(int part, long nanos, Extent extent) {
    Series series = minima.slices(nanos, part);
    return LeakRule.line(series, least(series, extent), extent.limit());
  }

  private LeakVerdict rise(int part, long nanos, Extent extent) {
    Series series = minima.runs(nanos, windowNanos / part);
    return LeakRule.rise(series, least(series, extent), extent.limit());
  }

  private LeakVerdict riseAtPace(long nanos, Extent extent) {
    Series series = minima.runs(nanos, windowNanos / QUARTER);
    return LeakRule.riseAtPace(series, least(series, extent), extent.limit());
  }

  private static double least(Series series, Extent extent) {
    double share =
        !Double.isNaN(extent.limit())
            ? LEAST_GROWTH * extent.limit()
            : series.size() == 0 ? 0 : LEAST_RELATIVE * series.first();
    return Math.max(extent.floor(), share);
  }
}
