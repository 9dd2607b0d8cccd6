package com.holdwall.probes.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.diagnosis.DiagnosisReport;
import com.holdwall.runbook.diagnosis.NextStep;
import com.holdwall.runbook.diagnosis.RankedRunbook;
import java.io.IOException;

/** A diagnosis as JSON. */
final class DiagnosisJson {

  private DiagnosisJson() {}

  static String report(DiagnosisReport report) {
    return Json.write(
        json -> {
          Json.field(json, "service", report.service());
          Json.field(json, "at", report.at().toString());
          json.writeNumberField("evaluable", report.evaluable());
          json.writeNumberField("symptoms", report.symptoms());
          Json.objects(json, "runbooks", report.ranked(), DiagnosisJson::ranked);
          Json.objects(
              json,
              "components",
              report.components(),
              (inside, component) -> {
                Json.field(inside, "name", component.component());
                Json.field(inside, "status", component.status().name());
                Json.field(inside, "summary", component.summary());
                Json.field(inside, "runbook", component.runbook().toString());
              });
          Json.objects(
              json,
              "contacts",
              report.contacts(),
              (inside, contact) -> {
                Json.field(inside, "role", contact.role());
                Json.field(inside, "text", contact.text());
              });
        });
  }

  private static void ranked(JsonGenerator json, RankedRunbook ranked) throws IOException {
    json.writeNumberField("rank", ranked.rank());
    Json.field(json, "id", ranked.runbook().id().toString());
    Json.field(json, "title", ranked.runbook().title());
    Json.strings(json, "explained_by", ranked.explainedBy());
    Json.objects(json, "observed", ranked.observed(), DiagnosisJson::observed);
    Json.strings(
        json, "not_observed", ranked.notObserved().stream().map(Observation::symptom).toList());
    Json.objects(
        json,
        "not_evaluable",
        ranked.notEvaluable(),
        (inside, unknown) -> {
          Json.field(inside, "symptom", unknown.symptom().toString());
          Json.field(inside, "reason", unknown.reason());
        });
    Json.strings(json, "contradictions", ranked.contradictions());
    Json.objects(json, "executed", ranked.executed(), ProbeJson::step);
    Json.objects(json, "left", ranked.left(), RunbookJson::diagnosis);
    if (ranked.next().isPresent()) {
      Json.object(json, "next", inside -> next(inside, ranked.next().get()));
    }
    Json.objects(json, "held_back", ranked.heldBack(), DiagnosisJson::next);
  }

  private static void observed(JsonGenerator json, Observation.Observed observed)
      throws IOException {
    Json.field(json, "symptom", observed.symptom().toString());
    Json.field(json, "since", observed.since().toString());
    Json.object(json, "evidence", inside -> ProbeJson.evidence(inside, observed.evidence()));
  }

  private static void next(JsonGenerator json, NextStep next) throws IOException {
    RunbookJson.resolution(json, next.step());
    Json.objects(
        json,
        "checked",
        next.preconditions(),
        (inside, checked) -> {
          Json.field(inside, "precondition", checked.precondition().text());
          Json.field(inside, "answer", Words.lower(checked.answer()));
        });
  }
}
