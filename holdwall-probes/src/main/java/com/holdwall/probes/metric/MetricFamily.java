package com.holdwall.probes.metric;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What all metrics of one name have in common: declared once, as a constant, so that a reference of
 * all metrics can be made from the code. Immutable.
 *
 * @param name the name, in Prometheus' form: base units, counters end with {@code _total}
 * @param kind whether it only grows
 * @param unit the values' unit, such as {@code seconds}; {@code 1} for a ratio, a yes or a number
 *     of nothing in particular
 * @param help one sentence
 * @param labels the labels' names, in the order in which {@link #of} takes their values
 */
public record MetricFamily(
    String name, Metric.Kind kind, String unit, String help, List<String> labels) {

  /**
   * Checks the names and copies the labels.
   *
   * @throws IllegalArgumentException if a name has another form than Prometheus accepts, or a
   *     counter does not end with {@code _total}
   */
  public MetricFamily {
    Metric.checkName(name);
    labels = List.copyOf(labels);
    labels.forEach(Metric::checkLabel);
    if (kind == Metric.Kind.COUNTER && !name.endsWith("_total")) {
      throw new IllegalArgumentException(
          "a counter's name must end with _total, but is '" + name + "'");
    }
  }

  /**
   * Declares a gauge.
   *
   * @param name the name
   * @param unit the unit
   * @param help one sentence
   * @param labels the labels' names
   * @return the family
   */
  public static MetricFamily gauge(String name, String unit, String help, String... labels) {
    return new MetricFamily(name, Metric.Kind.GAUGE, unit, help, List.of(labels));
  }

  /**
   * Declares a counter.
   *
   * @param name the name; ends with {@code _total}
   * @param unit the unit
   * @param help one sentence
   * @param labels the labels' names
   * @return the family
   */
  public static MetricFamily counter(String name, String unit, String help, String... labels) {
    return new MetricFamily(name, Metric.Kind.COUNTER, unit, help, List.of(labels));
  }

  /**
   * Makes a metric of it.
   *
   * @param value the number; may be NaN
   * @param values the labels' values, in the order of their names
   * @return the metric
   * @throws IllegalArgumentException if there are more or fewer values than labels
   */
  public Metric of(double value, String... values) {
    if (values.length != labels.size()) {
      throw new IllegalArgumentException(
          "metric '"
              + name
              + "' needs a value for each of "
              + labels
              + ", but got "
              + values.length);
    }
    Map<String, String> pairs = new TreeMap<>();
    for (int i = 0; i < values.length; i++) {
      pairs.put(labels.get(i), values[i]);
    }
    return new Metric(name, kind, help, pairs, value);
  }
}
