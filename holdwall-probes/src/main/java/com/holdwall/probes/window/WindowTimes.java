package com.holdwall.probes.window;

import java.time.Duration;
import java.util.Objects;

/**
 * Times over a sliding window, as a histogram. Recording takes no lock and allocates nothing.
 * Thread-safe.
 *
 * <p>A time is counted in whole units, and then kept to within 1.6 % of it (see {@link
 * LogLinearScale}): a quantile is off by at most half a unit plus 1.6 %, and 2 % from 120 units on.
 * Longer times than the longest are counted as the longest.
 */
public final class WindowTimes {

  private final long unitNanos;
  private final long most;
  private final WindowCounts counts;

  private WindowTimes(WindowClock clock, Duration unit, Duration longest) {
    this.unitNanos = unit.toNanos();
    this.most = longest.toNanos() / unitNanos;
    this.counts = WindowCounts.of(clock, LogLinearScale.bucket(most) + 1);
  }

  /**
   * Makes an empty histogram.
   *
   * @param clock the window
   * @param unit the shortest time that is told from 0; at least 1 ns. A smaller one takes more
   *     memory: 1 ms to 20 min takes 130 KB with 30 slices, 1 µs 215 KB
   * @param longest longer times are counted as this one; at least one unit, at most a day
   * @return the histogram
   * @throws IllegalArgumentException if the unit or the longest time is out of range
   */
  public static WindowTimes of(WindowClock clock, Duration unit, Duration longest) {
    Objects.requireNonNull(clock, "clock must not be null");
    if (unit.isZero() || unit.isNegative()) {
      throw new IllegalArgumentException("unit must be at least 1 ns, but is " + unit);
    }
    if (longest.compareTo(unit) < 0 || longest.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          "longest must be between the unit of " + unit + " and a day, but is " + longest);
    }
    return new WindowTimes(clock, unit, longest);
  }

  /**
   * Records a time.
   *
   * @param nanos how long it took, in ns; a negative one counts as 0
   */
  public void record(long nanos) {
    counts.add(bucket(nanos), 1);
  }

  /**
   * Records a time, at a moment that the caller knows.
   *
   * @param slice the slice, as the clock of this window or one of the same slices gave it
   * @param nanos how long it took, in ns; a negative one counts as 0
   */
  public void record(int slice, long nanos) {
    counts.add(slice, bucket(nanos), 1);
  }

  private int bucket(long nanos) {
    long units = (Math.max(0, nanos) + unitNanos / 2) / unitNanos;
    return LogLinearScale.bucket(Math.min(units, most));
  }

  /** {@return what is in the window now; later times do not change it} */
  public TimeDistribution read() {
    return new TimeDistribution(counts.sums(), unitNanos);
  }

  /**
   * Reads the newest part of the window.
   *
   * @param slices how many slices the part has; 0 to as many as the window
   * @return what is in it now; later times do not change it
   * @throws IllegalArgumentException if there are too few or too many slices
   */
  public TimeDistribution read(int slices) {
    return new TimeDistribution(counts.sums(slices), unitNanos);
  }
}
