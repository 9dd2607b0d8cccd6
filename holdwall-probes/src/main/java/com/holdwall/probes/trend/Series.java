package com.holdwall.probes.trend;

/** What a series must be like. Stateless. */
final class Series {

  private Series() {}

  static void check(double[] times, double[] values) {
    if (times.length != values.length) {
      throw new IllegalArgumentException(
          "times and values must be as many, but are " + times.length + " and " + values.length);
    }
    check(values);
    for (int i = 0; i < times.length; i++) {
      finite("times", i, times[i]);
      if (i > 0 && times[i] <= times[i - 1]) {
        throw new IllegalArgumentException(
            "times[" + i + "] must be above " + times[i - 1] + ", but is " + times[i]);
      }
    }
  }

  static void check(double[] values) {
    if (values.length < 2 || values.length > TheilSen.MOST_POINTS) {
      throw new IllegalArgumentException(
          "points must be between 2 and "
              + TheilSen.MOST_POINTS
              + " in number, but are "
              + values.length);
    }
    for (int i = 0; i < values.length; i++) {
      finite("values", i, values[i]);
    }
  }

  private static void finite(String name, int index, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          name + "[" + index + "] must be a finite number, but is " + value);
    }
  }
}
