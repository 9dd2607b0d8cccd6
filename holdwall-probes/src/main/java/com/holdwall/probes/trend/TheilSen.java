package com.holdwall.probes.trend;

import java.util.Arrays;

/**
 * The Theil-Sen slope: the median of the slopes between all pairs of points. Up to 29 % of the
 * points may be wild without carrying it away, where one is enough for least squares. Stateless.
 *
 * <p>Source: P. K. Sen, "Estimates of the regression coefficient based on Kendall's tau", 1968.
 */
public final class TheilSen {

  /** More points than these make more than 500,000 pairs: thin them out first. */
  public static final int MOST_POINTS = 1_000;

  private TheilSen() {}

  /**
   * Computes the slope.
   *
   * @param times when each value was taken, each later than the one before; any unit
   * @param values the values, one for each time; any unit
   * @return the slope, in the values' unit per unit of time; the mean of the middle two where the
   *     number of pairs is even
   * @throws IllegalArgumentException if there are fewer than 2 points or more than {@link
   *     #MOST_POINTS}, a number is not finite, or the times do not increase
   */
  public static double slope(double[] times, double[] values) {
    Series.check(times, values);
    int points = times.length;
    double[] slopes = new double[points * (points - 1) / 2];
    int next = 0;
    for (int later = 1; later < points; later++) {
      for (int earlier = 0; earlier < later; earlier++) {
        slopes[next++] = (values[later] - values[earlier]) / (times[later] - times[earlier]);
      }
    }
    Arrays.sort(slopes);
    int middle = slopes.length / 2;
    return slopes.length % 2 == 1
        ? slopes[middle]
        : slopes[middle - 1] + (slopes[middle] - slopes[middle - 1]) / 2;
  }
}
