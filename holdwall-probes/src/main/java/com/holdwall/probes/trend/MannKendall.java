package com.holdwall.probes.trend;

import java.util.Arrays;

/**
 * The Mann-Kendall test: whether a series rises or falls beyond what chance makes of it, whatever
 * the distribution. It looks at the order of the values only, so it says nothing of how fast:
 * {@link TheilSen} does. Stateless.
 *
 * <p>Source: M. G. Kendall, "Rank Correlation Methods", 1975; with his correction for ties and for
 * continuity.
 */
public final class MannKendall {

  /** A z of at least this much is a rise at the level of 1 %, looking at one side. */
  public static final double RISING = 2.33;

  private MannKendall() {}

  /**
   * Computes the test's standard score.
   *
   * @param values the values, in the order in which they were taken; any unit
   * @return z: above 0 if the series rises, below 0 if it falls, 0 if as many pairs rise as fall.
   *     Five values can never reach {@link #RISING}; six can
   * @throws IllegalArgumentException if there are fewer than 2 values or more than {@link
   *     TheilSen#MOST_POINTS}, or one is not finite
   */
  public static double z(double[] values) {
    Series.check(values);
    long score = score(values);
    if (score == 0) {
      return 0;
    }
    return (score - Long.signum(score)) / Math.sqrt(variance(values));
  }

  /** How many pairs rise, less those that fall. */
  private static long score(double[] values) {
    long score = 0;
    for (int later = 1; later < values.length; later++) {
      for (int earlier = 0; earlier < later; earlier++) {
        // By comparison and not by Double.compare: -0.0 and 0.0 are one value.
        score += values[later] > values[earlier] ? 1 : values[later] < values[earlier] ? -1 : 0;
      }
    }
    return score;
  }

  private static double variance(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double sum = term(sorted.length);
    int from = 0;
    for (int i = 1; i <= sorted.length; i++) {
      if (i == sorted.length || sorted[i] != sorted[from]) {
        sum -= term(i - from);
        from = i;
      }
    }
    return sum / 18;
  }

  private static double term(double n) {
    return n * (n - 1) * (2 * n + 5);
  }
}
