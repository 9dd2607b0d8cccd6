package com.holdwall.probes.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.holdwall.probes.HealthReport;
import com.holdwall.probes.ProbeHealth;
import java.io.IOException;
import java.util.TreeSet;

/** The shape of Spring Boot's health endpoint. */
final class ActuatorJson {

  private ActuatorJson() {}

  static String health(HealthReport report, boolean details) {
    return Json.write(
        json -> {
          if (details) {
            Json.object(
                json,
                "components",
                inside -> {
                  for (ProbeHealth probe : report.probes()) {
                    Json.object(inside, probe.name(), one -> component(one, probe, true));
                  }
                });
            TreeSet<String> groups = new TreeSet<>();
            report.probes().forEach(probe -> groups.addAll(probe.settings().groups()));
            Json.strings(json, "groups", groups);
          }
          Json.field(json, "status", report.status().name());
        });
  }

  static String probe(ProbeHealth probe, boolean details) {
    return Json.write(json -> component(json, probe, details));
  }

  private static void component(JsonGenerator json, ProbeHealth probe, boolean details)
      throws IOException {
    if (details) {
      Json.object(
          json,
          "details",
          inside -> {
            Json.field(inside, "summary", probe.summary());
            Json.field(inside, "basis", probe.basis().name());
            Json.field(inside, "finding", probe.finding());
            Json.field(inside, "runbook", probe.runbook().toString());
            Json.field(inside, "checkedAt", probe.checkedAt());
          });
    }
    Json.field(json, "status", probe.status().name());
  }
}
