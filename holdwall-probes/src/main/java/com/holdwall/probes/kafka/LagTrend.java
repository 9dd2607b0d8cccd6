package com.holdwall.probes.kafka;

import java.util.Arrays;

/** Theil and Sen's slope: the median of the slopes between all pairs of points. Stateless. */
final class LagTrend {

  private LagTrend() {}

  /**
   * The slope.
   *
   * @param count how many of the points count, from the first
   * @return y per x; 0 with fewer than two points
   */
  static double slope(double[] x, double[] y, int count) {
    double[] slopes = new double[count * (count - 1) / 2];
    int pairs = 0;
    for (int i = 0; i < count; i++) {
      for (int j = i + 1; j < count; j++) {
        if (x[j] > x[i]) {
          slopes[pairs++] = (y[j] - y[i]) / (x[j] - x[i]);
        }
      }
    }
    if (pairs == 0) {
      return 0;
    }
    Arrays.sort(slopes, 0, pairs);
    int middle = pairs / 2;
    return pairs % 2 == 1 ? slopes[middle] : (slopes[middle - 1] + slopes[middle]) / 2;
  }
}
