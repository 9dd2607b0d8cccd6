package com.holdwall.probes.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.holdwall.probes.HealthReport;
import com.holdwall.probes.ProbeHealth;
import com.holdwall.runbook.Status;
import java.io.IOException;
import java.util.List;

/** {@code application/health+json}, after draft-inadarei-api-health-check-06. */
final class HealthJson {

  private final Service service;

  HealthJson(Service service) {
    this.service = service;
  }

  String health(HealthReport report, boolean details) {
    return Json.write(
        json -> {
          Json.field(json, "status", Words.healthJson(report.status()));
          if (details) {
            Json.field(json, "releaseId", service.version());
            Json.field(json, "serviceId", service.registry().service());
            Json.object(json, "checks", inside -> checks(inside, report.probes()));
          }
        });
  }

  String probe(ProbeHealth probe, boolean details) {
    return Json.write(
        json -> {
          Json.field(json, "status", Words.healthJson(probe.status()));
          if (details) {
            Json.object(json, "checks", inside -> checks(inside, List.of(probe)));
          }
        });
  }

  private void checks(JsonGenerator json, List<ProbeHealth> probes) throws IOException {
    for (ProbeHealth probe : probes) {
      Json.objects(
          json, probe.name() + ":responseTime", List.of(probe), (inside, p) -> check(inside, p));
    }
  }

  private void check(JsonGenerator json, ProbeHealth probe) throws IOException {
    Json.field(json, "componentId", probe.name());
    Json.field(json, "componentType", "component");
    json.writeNumberField("observedValue", probe.took().toNanos() / 1e6);
    Json.field(json, "observedUnit", "ms");
    Json.field(json, "status", Words.healthJson(probe.status()));
    Json.field(json, "time", probe.checkedAt());
    if (probe.status() != Status.UP) {
      Json.field(json, "output", probe.summary());
      Json.object(
          json,
          "links",
          links -> Json.field(links, "runbook", service.base() + "/runbooks/" + probe.runbook()));
    }
  }
}
