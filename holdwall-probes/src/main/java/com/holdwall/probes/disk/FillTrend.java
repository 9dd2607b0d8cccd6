package com.holdwall.probes.disk;

import com.holdwall.probes.trend.MannKendall;
import com.holdwall.probes.trend.TheilSen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * When a file system will be full, by the robust slope of its used bytes over at most six hours.
 * Not thread-safe.
 *
 * <p>It says so only if the use rises, both over the whole time and over its newer half, and in the
 * newer half never fell back to the median of the older one: one big file, or a log that is
 * rotated, is no trend. It looks ahead 12 times as far as it has looked back, as 72 hours are to
 * six. At most 120 points are kept; when there are more, each second goes.
 */
final class FillTrend {

  static final Duration WINDOW = Duration.ofHours(6);

  /** 72 hours ahead from six hours back. */
  static final int AHEAD = 12;

  private static final int MOST = 120;

  /** Each half needs six: with fewer the test cannot say that something rises. */
  static final int LEAST = 12;

  private record Point(long nanos, long used) {}

  private final List<Point> points = new ArrayList<>();
  private long spacing;

  /** Adds a point, unless it is too close to the last one. */
  void add(long nanos, long used) {
    points.removeIf(point -> nanos - point.nanos() > WINDOW.toNanos());
    if (!points.isEmpty() && nanos - points.get(points.size() - 1).nanos() < spacing) {
      return;
    }
    points.add(new Point(nanos, used));
    if (points.size() > MOST) {
      thinOut();
    }
  }

  private void thinOut() {
    List<Point> half = new ArrayList<>();
    for (int i = 0; i < points.size(); i += 2) {
      half.add(points.get(i));
    }
    points.clear();
    points.addAll(half);
    // A little less than the distance, as the checks are not made to the nanosecond.
    spacing = span().toNanos() / (points.size() - 1) * 9 / 10;
  }

  /** Over how long it has looked. */
  Duration span() {
    return points.isEmpty()
        ? Duration.ZERO
        : Duration.ofNanos(points.get(points.size() - 1).nanos() - points.get(0).nanos());
  }

  int samples() {
    return points.size();
  }

  boolean known() {
    return points.size() >= LEAST;
  }

  /** By how many bytes a second it fills; empty if it does not, or if that is not known. */
  OptionalDouble bytesPerSecond() {
    if (!known()) {
      return OptionalDouble.empty();
    }
    double[] used = points.stream().mapToDouble(Point::used).toArray();
    if (!rises(used)) {
      return OptionalDouble.empty();
    }
    long start = points.get(0).nanos();
    double[] seconds =
        points.stream().mapToDouble(point -> (point.nanos() - start) / 1e9).toArray();
    double slope = TheilSen.slope(seconds, used);
    return slope > 0 ? OptionalDouble.of(slope) : OptionalDouble.empty();
  }

  private static boolean rises(double[] used) {
    double[] older = Arrays.copyOfRange(used, 0, used.length / 2);
    double[] newer = Arrays.copyOfRange(used, used.length / 2, used.length);
    Arrays.sort(older);
    return MannKendall.z(used) >= MannKendall.RISING
        && MannKendall.z(newer) >= MannKendall.RISING
        && Arrays.stream(newer).min().orElse(0) > older[older.length / 2];
  }
}
