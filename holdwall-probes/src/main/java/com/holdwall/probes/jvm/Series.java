package com.holdwall.probes.jvm;

import java.util.Arrays;

/** Values over time, the oldest first. Immutable. */
final class Series {

  private final double[] seconds;
  private final double[] values;

  Series(double[] seconds, double[] values) {
    this.seconds = seconds.clone();
    this.values = values.clone();
  }

  int size() {
    return values.length;
  }

  double[] seconds() {
    return seconds.clone();
  }

  double[] values() {
    return values.clone();
  }

  double first() {
    return values[0];
  }

  double last() {
    return values[values.length - 1];
  }

  /** From the first value to the last; s. */
  double span() {
    return seconds[seconds.length - 1] - seconds[0];
  }

  Series part(int from, int to) {
    return new Series(Arrays.copyOfRange(seconds, from, to), Arrays.copyOfRange(values, from, to));
  }
}
