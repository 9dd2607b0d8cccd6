package com.holdwall.probes.jvm;

import com.holdwall.runbook.Comparison;
import java.time.Duration;
import java.util.Optional;

/** What the trend of one resource says. Immutable. */
sealed interface LeakVerdict {

  /** Too little was seen. */
  record NotEnough(String words) implements LeakVerdict {}

  /**
   * It does not leak.
   *
   * @param failed the first condition of a leak that does not hold
   */
  record Steady(Growth growth, Gate failed) implements LeakVerdict {}

  /**
   * It grows and does not stop.
   *
   * @param exhausted how long until there is none left; empty where no limit is known
   */
  record Leak(Growth growth, Optional<Duration> exhausted) implements LeakVerdict {

    /** The same leak, which ends when so much is used up. */
    Leak endingWith(double left) {
      return new Leak(growth, Optional.of(growth.until(left)));
    }

    /** The same leak, with so much in use of so much in all. */
    Leak at(double used, double limit) {
      Growth now =
          new Growth(
              growth.z(),
              growth.perSecond(),
              growth.enough(),
              growth.spanSeconds(),
              growth.buckets(),
              used);
      return new Leak(now, Optional.of(now.until(limit - used)));
    }
  }

  /**
   * A condition, with what was measured.
   *
   * @param words what was measured
   * @param unit its unit; empty for the resource's own
   */
  record Gate(String words, double value, Comparison comparison, double threshold, String unit) {

    boolean holds() {
      return comparison.test(value, threshold);
    }
  }

  /**
   * What a verdict rests on.
   *
   * @param z Mann-Kendall's statistic
   * @param perSecond Theil and Sen's slope
   * @param enough whether it grew by enough over the span that was seen
   * @param spanSeconds from the first value to the last
   * @param buckets how many values
   * @param last the last value
   */
  record Growth(
      double z, double perSecond, Gate enough, double spanSeconds, int buckets, double last) {

    /** How long it takes to grow by so much. */
    Duration until(double left) {
      // Far beyond what anyone asks: keeps the number within a Duration.
      return Duration.ofMillis((long) (1_000 * Math.min(Math.max(0, left) / perSecond, 1e9)));
    }

    Duration span() {
      return Duration.ofMillis((long) (1_000 * spanSeconds));
    }
  }
}
