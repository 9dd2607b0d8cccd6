package com.holdwall.runbook.alert;

import com.holdwall.runbook.SymptomId;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Names, strings and durations as Prometheus writes them. */
final class PrometheusNames {

  private PrometheusNames() {}

  static String metric(String name) {
    return name.replace('.', '_').replace('-', '_');
  }

  /** The alert of a symptom: its runbook and its key in camel case. */
  static String alert(SymptomId symptom) {
    return camel(symptom.runbook().value()) + camel(symptom.key());
  }

  private static String camel(String kebab) {
    return Arrays.stream(kebab.split("-", -1))
        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
        .collect(Collectors.joining());
  }

  /** A string of PromQL and of YAML at once: both take these escapes between double quotes. */
  static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        case '\r' -> quoted.append("\\r");
        default -> quoted.append(c < ' ' || c == 0x7f ? String.format("\\x%02x", (int) c) : c);
      }
    }
    return quoted.append('"').toString();
  }

  static String duration(Duration duration) {
    return duration.toMillis() % 1_000 == 0
        ? duration.toSeconds() + "s"
        : duration.toMillis() + "ms";
  }
}
