package com.holdwall.probes.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.holdwall.probes.HealthReport;
import com.holdwall.probes.Impact;
import com.holdwall.probes.ProbeHealth;
import com.holdwall.runbook.Status;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Holdwall's own shape. {@code checks} has the words that its consumers compare with; {@code
 * probes} has everything.
 */
final class HoldwallJson {

  /** Checks that Holdwall's shape lists whether or not a probe is there. */
  private static final List<String> OPTIONAL = List.of("cache", "kafka");

  private static final List<String> PROVIDERS = List.of("openai", "anthropic");

  /** Checks that have two words for their answer. */
  private static final Set<String> OK_OR_ERROR = Set.of("database", "cache");

  private final Service service;

  HoldwallJson(Service service) {
    this.service = service;
  }

  String health(HealthReport report, boolean details) {
    return Json.write(
        json -> {
          Json.field(json, "status", Words.holdwall(report.status()));
          if (details) {
            details(json, report);
          }
        });
  }

  private void details(JsonGenerator json, HealthReport report) throws IOException {
    Json.field(json, "timestamp", service.now().toString());
    Json.field(json, "version", service.version());
    json.writeNumberField("uptime_seconds", service.uptimeSeconds());
    Json.field(json, "environment", service.environment());
    Json.object(json, "checks", checks -> checks(checks, report));
    Json.objects(json, "probes", report.probes(), ProbeJson::fields);
    Json.object(
        json,
        "redactions",
        inside -> {
          for (var rule : service.registry().redactions().entrySet()) {
            inside.writeNumberField(rule.getKey(), rule.getValue());
          }
        });
  }

  private void checks(JsonGenerator json, HealthReport report) throws IOException {
    for (ProbeHealth probe : report.probes()) {
      if (probe.name().equals("memory")) {
        Json.object(json, "memory", memory -> memory(memory, probe));
      } else if (!PROVIDERS.contains(probe.name())) {
        Json.field(json, probe.name(), word(probe));
      }
    }
    for (String name : OPTIONAL) {
      if (find(report, name).isEmpty()) {
        Json.field(json, name, "not_configured");
      }
    }
    Json.object(
        json,
        "external_services",
        inside -> {
          for (String name : PROVIDERS) {
            Json.field(inside, name, find(report, name).map(this::word).orElse("not_configured"));
          }
        });
    Json.object(json, "readiness", inside -> readiness(inside, report));
  }

  private static void readiness(JsonGenerator json, HealthReport report) throws IOException {
    json.writeBooleanField("ready", report.gate(Impact.Effect.READINESS).open());
    Optional<ProbeHealth> database = find(report, "database");
    if (database.isPresent()) {
      Status status = database.get().status();
      json.writeBooleanField(
          "database_reachable", status == Status.UP || status == Status.DEGRADED);
    }
  }

  private static void memory(JsonGenerator json, ProbeHealth probe) throws IOException {
    Runtime runtime = Runtime.getRuntime();
    long used = runtime.totalMemory() - runtime.freeMemory();
    json.writeNumberField("used", used);
    json.writeNumberField("total", runtime.maxMemory());
    json.writeNumberField("percentage", Math.round(100.0 * used / runtime.maxMemory()));
    // The probe's verdict, not the percentage: used heap before a collection says nothing.
    String word =
        switch (probe.status()) {
          case UP -> "ok";
          case DEGRADED, UNKNOWN -> "warning";
          case DOWN -> "critical";
        };
    Json.field(json, "status", word);
  }

  private String word(ProbeHealth probe) {
    return switch (probe.status()) {
      case UP -> "ok";
      case DOWN -> "error";
      case DEGRADED ->
          OK_OR_ERROR.contains(probe.name()) || isExternal(probe) ? "error" : "warning";
      case UNKNOWN ->
          OK_OR_ERROR.contains(probe.name()) || isExternal(probe) ? "error" : "not_checked";
    };
  }

  private static boolean isExternal(ProbeHealth probe) {
    return PROVIDERS.contains(probe.name());
  }

  private static Optional<ProbeHealth> find(HealthReport report, String name) {
    return report.probes().stream().filter(probe -> probe.name().equals(name)).findFirst();
  }
}
