package com.holdwall.probes.jvm;

import java.util.Arrays;

/**
 * How far values are from a line, and from the nearest staircase of at most three levels. Distances
 * are absolute, not squared, so that one wild value does not decide. Stateless.
 */
final class Staircase {

  private Staircase() {}

  /** The distance to the line of that slope through the middle. */
  static double line(Series series, double slope) {
    double[] seconds = series.seconds();
    double[] rest = series.values();
    for (int i = 0; i < rest.length; i++) {
      rest[i] -= slope * seconds[i];
    }
    return distance(rest, 0, rest.length);
  }

  /** The distance to the nearest staircase. */
  static double nearest(double[] values) {
    int size = values.length;
    double least = Double.MAX_VALUE;
    for (int first = 1; first < size; first++) {
      double lower = distance(values, 0, first);
      for (int second = first; second < size; second++) {
        double middle = distance(values, first, second);
        least = Math.min(least, lower + middle + distance(values, second, size));
      }
    }
    return least;
  }

  /** How far the values of one level are from its median, in all. */
  private static double distance(double[] values, int from, int to) {
    if (to - from < 2) {
      return 0;
    }
    double[] sorted = Arrays.copyOfRange(values, from, to);
    Arrays.sort(sorted);
    double median = sorted[sorted.length / 2];
    return Arrays.stream(sorted).map(value -> Math.abs(value - median)).sum();
  }
}
