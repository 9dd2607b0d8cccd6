package com.holdwall.probes.metric;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prometheus' text format 0.0.4. Stateless. */
public final class PrometheusText {

  /** The format's media type. */
  public static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private PrometheusText() {}

  /**
   * Writes metrics.
   *
   * @param metrics the metrics, in any order; of two with one name and the same labels the later
   *     one is written
   * @return the text, the metrics of one name together, each name with its help and type
   */
  public static String render(List<Metric> metrics) {
    Map<String, Map<Map<String, String>, Metric>> families = new LinkedHashMap<>();
    for (Metric metric : metrics) {
      families
          .computeIfAbsent(metric.name(), name -> new LinkedHashMap<>())
          .put(metric.labels(), metric);
    }
    StringBuilder out = new StringBuilder();
    families.values().forEach(family -> family(out, new ArrayList<>(family.values())));
    return out.toString();
  }

  private static void family(StringBuilder out, List<Metric> family) {
    Metric first = family.get(0);
    out.append("# HELP ").append(first.name()).append(' ').append(help(first.help())).append('\n');
    out.append("# TYPE ").append(first.name()).append(' ');
    out.append(first.kind().name().toLowerCase(Locale.ROOT)).append('\n');
    for (Metric metric : family) {
      out.append(metric.name());
      labels(out, metric.labels());
      out.append(' ').append(number(metric.value())).append('\n');
    }
  }

  private static void labels(StringBuilder out, Map<String, String> labels) {
    if (labels.isEmpty()) {
      return;
    }
    char before = '{';
    for (Map.Entry<String, String> label : labels.entrySet()) {
      out.append(before).append(label.getKey()).append("=\"");
      out.append(help(label.getValue()).replace("\"", "\\\"")).append('"');
      before = ',';
    }
    out.append('}');
  }

  private static String help(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "");
  }

  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
