package com.holdwall.probes.http;

import com.holdwall.probes.metric.Metric;
import com.holdwall.runbook.Check;
import com.holdwall.runbook.DiagnosisStep;
import com.holdwall.runbook.Runbook;
import com.holdwall.runbook.RunbookCatalog;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code filter=db_connections} selects: metrics of that name, those that a known library
 * gives for it, and everything about the runbook whose diagnosis names the filter. Immutable.
 */
final class MetricFilters {

  private static final Pattern IN_TARGET = Pattern.compile("[?&]filter=([a-z0-9_]+)");

  /** The names that the ten runbooks use, and how Micrometer's binders call the same thing. */
  private static final Map<String, List<String>> PREFIXES =
      Map.of(
          "db_connections", List.of("db_connections", "hikaricp_", "jdbc_connections_"),
          "cache_hit_rate", List.of("cache_"),
          "kafka_consumer_lag", List.of("kafka_consumer_"),
          "error_rate", List.of("error_rate", "http_errors_", "http_server_requests_"),
          "p95_latency", List.of("p95_latency", "http_request_", "http_server_requests_"),
          "memory_usage", List.of("memory_usage", "jvm_memory_", "jvm_gc_", "process_memory_"),
          "ai_model_timeout", List.of("ai_", "gen_ai_"));

  private final Map<String, Set<String>> runbooks = new TreeMap<>();

  MetricFilters(RunbookCatalog catalog) {
    PREFIXES.keySet().forEach(name -> runbooks.put(name, new TreeSet<>()));
    for (Runbook runbook : catalog.runbooks()) {
      for (DiagnosisStep step : runbook.diagnosis()) {
        if (step.check() instanceof Check.HttpCheck check) {
          add(check.target(), runbook);
        }
      }
    }
  }

  private void add(String target, Runbook runbook) {
    Matcher filter = IN_TARGET.matcher(target);
    if (filter.find()) {
      runbooks
          .computeIfAbsent(filter.group(1), name -> new TreeSet<>())
          .add(runbook.id().toString());
    }
  }

  Predicate<Metric> named(String name) {
    Set<String> about = runbooks.get(name);
    if (about == null) {
      throw new Refusal(400, "Unknown filter; known are " + runbooks.keySet());
    }
    List<String> prefixes = PREFIXES.getOrDefault(name, List.of(name));
    return metric ->
        about.contains(metric.labels().getOrDefault("runbook", ""))
            || prefixes.stream().anyMatch(metric.name()::startsWith);
  }
}
