package com.holdwall.resilience.dlq.jdbc;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts names in place of {@code ${…}}, in one pass, so that no name can bring in another. */
final class NamePattern {

  private static final Pattern PLACE = Pattern.compile("\\$\\{([a-z_]+)}");

  private final Map<String, String> names;

  NamePattern(QueueTable table) {
    this.names =
        Map.of(
            "queue", table.queue(),
            "dead", table.dead(),
            "queue_free", table.index("_free"),
            "queue_due", table.index("_due"),
            "queue_key", table.index("_key"),
            "dead_topic", table.index("_dead_topic"));
  }

  String replace(String template) {
    return PLACE
        .matcher(template)
        .replaceAll(
            place -> {
              String name = names.get(place.group(1));
              if (name == null) {
                throw new IllegalArgumentException("no name for " + place.group());
              }
              return Matcher.quoteReplacement(name);
            });
  }
}
