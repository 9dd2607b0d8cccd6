package com.holdwall.probes.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.holdwall.probes.HealthReport;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.Runbook;
import com.holdwall.runbook.Symptom;
import com.holdwall.runbook.SymptomId;
import com.holdwall.runbook.json.ReportJson;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** What the console page shows: the other endpoints' shapes, joined. Thread-safe. */
final class ConsoleJson {

  private final Service service;
  private final Map<SymptomId, Symptom> symptoms = new HashMap<>();

  ConsoleJson(Service service) {
    this.service = service;
    for (Runbook runbook : service.registry().catalog().runbooks()) {
      runbook.symptoms().forEach(symptom -> symptoms.put(symptom.id(), symptom));
    }
  }

  /** What is new in every answer. */
  String head() {
    return Json.write(json -> Json.field(json, "at", service.now().toString()));
  }

  /** What stays the same until a probe has answered. */
  String fields(HealthReport report, boolean runbooks) {
    return Json.write(
        json -> {
          Json.field(json, "service", service.registry().service());
          Json.field(json, "version", service.version());
          Json.field(json, "environment", service.environment());
          Json.field(json, "started_at", service.startedAt().toString());
          Json.field(json, "status", report.status().name());
          Json.objects(json, "probes", report.probes(), ProbeJson::fields);
          Json.objects(json, "symptoms", report.observations(), this::symptom);
          if (runbooks) {
            json.writeFieldName("diagnosis");
            json.writeRawValue(ReportJson.write(service.registry().diagnose()));
          }
        });
  }

  private void symptom(JsonGenerator json, Observation observation) throws IOException {
    SymptomId id = observation.symptom();
    Json.field(json, "id", id.toString());
    Symptom symptom = symptoms.get(id);
    Json.field(json, "description", symptom == null ? id.key() : symptom.description());
    if (observation instanceof Observation.Observed seen) {
      Json.field(json, "answer", "observed");
      Json.field(json, "since", seen.since().toString());
      Json.object(json, "evidence", inside -> ProbeJson.evidence(inside, seen.evidence()));
    } else if (observation instanceof Observation.NotObserved unseen) {
      Json.field(json, "answer", "not_observed");
      Json.object(json, "evidence", inside -> ProbeJson.evidence(inside, unseen.evidence()));
    } else if (observation instanceof Observation.NotEvaluable unknown) {
      Json.field(json, "answer", "not_evaluable");
      Json.field(json, "reason", unknown.reason());
    }
  }
}
