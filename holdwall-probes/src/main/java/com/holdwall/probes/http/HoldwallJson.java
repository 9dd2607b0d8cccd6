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
import org.jspecify.annotations.Nullable;

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

  /** What a report looked like; it changes only when a probe has answered. */
  private volatile @Nullable Rendered last;

  private record Rendered(HealthReport report, String fields) {}

  HoldwallJson(Service service) {
    this.service = service;
  }

  String health(HealthReport report, boolean details) {
    String head = Json.write(json -> head(json, report, details));
    // Everything but the time stays the same between two checks, and is long.
    return details ? Json.join(head, fields(report)) : head;
  }

  private void head(JsonGenerator json, HealthReport report, boolean details) throws IOException {
    Json.field(json, "status", Words.holdwall(report.status()));
    if (details) {
      Json.field(json, "timestamp", service.now().toString());
      Json.field(json, "version", service.version());
      json.writeNumberField("uptime_seconds", service.uptimeSeconds());
      Json.field(json, "environment", service.environment());
    }
  }

  private String fields(HealthReport report) {
    Rendered known = last;
    // The same object, not an equal one: comparing them would cost more than it saves.
    if (known == null || !same(known.report(), report)) {
      known = new Rendered(report, Json.write(json -> details(json, report)));
      last = known;
    }
    return known.fields();
  }

  @SuppressWarnings("ReferenceEquality")
  private static boolean same(HealthReport one, HealthReport other) {
    return one == other;
  }

  private void details(JsonGenerator json, HealthReport report) throws IOException {
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
