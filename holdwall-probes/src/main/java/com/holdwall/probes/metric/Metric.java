package com.holdwall.probes.metric;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One number with a name. Immutable.
 *
 * @param name the name, in Prometheus' form: base units, counters end with {@code _total}
 * @param kind whether it only grows
 * @param help one sentence; the same for all metrics of one name
 * @param labels what tells metrics of one name apart, sorted; few values each
 * @param value the number; may be NaN
 */
public record Metric(
    String name, Kind kind, String help, Map<String, String> labels, double value) {

  /** Whether a number only grows. */
  public enum Kind {
    /** It goes up and down. */
    GAUGE,
    /** It only grows, until a restart. */
    COUNTER
  }

  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

  /**
   * Checks the names and copies the labels.
   *
   * @throws IllegalArgumentException if a name has another form than Prometheus accepts
   */
  public Metric {
    checkName(name);
    labels.keySet().forEach(Metric::checkLabel);
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
  }

  static void checkName(String name) {
    form("metric name", NAME, name);
  }

  static void checkLabel(String name) {
    form("label name", LABEL, name);
  }

  private static void form(String what, Pattern pattern, String name) {
    if (!pattern.matcher(name).matches()) {
      throw new IllegalArgumentException(what + " '" + name + "' must match " + pattern);
    }
  }

  /**
   * Makes a gauge.
   *
   * @param name the name
   * @param help one sentence
   * @param labels the labels
   * @param value the number
   * @return the metric
   */
  public static Metric gauge(String name, String help, Map<String, String> labels, double value) {
    return new Metric(name, Kind.GAUGE, help, labels, value);
  }

  /**
   * Makes a counter.
   *
   * @param name the name; ends with {@code _total}
   * @param help one sentence
   * @param labels the labels
   * @param value the number
   * @return the metric
   */
  public static Metric counter(String name, String help, Map<String, String> labels, double value) {
    return new Metric(name, Kind.COUNTER, help, labels, value);
  }
}
