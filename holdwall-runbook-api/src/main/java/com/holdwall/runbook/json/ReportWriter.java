package com.holdwall.runbook.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.holdwall.runbook.Command;
import com.holdwall.runbook.Contact;
import com.holdwall.runbook.DiagnosisStep;
import com.holdwall.runbook.Evidence;
import com.holdwall.runbook.GeneralStep;
import com.holdwall.runbook.Link;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.Placeholder;
import com.holdwall.runbook.diagnosis.ComponentHealth;
import com.holdwall.runbook.diagnosis.DiagnosisReport;
import com.holdwall.runbook.diagnosis.LoneSymptom;
import com.holdwall.runbook.diagnosis.NextStep;
import com.holdwall.runbook.diagnosis.RankedRunbook;
import com.holdwall.runbook.diagnosis.StepResult;
import java.io.IOException;

/** Writes a diagnosis, field by field, in a fixed order. */
final class ReportWriter {

  private final boolean times;

  private ReportWriter(boolean times) {
    this.times = times;
  }

  static ReportWriter withTimes() {
    return new ReportWriter(true);
  }

  static ReportWriter withoutTimes() {
    return new ReportWriter(false);
  }

  void write(JsonGenerator json, DiagnosisReport report) throws IOException {
    json.writeStartObject();
    json.writeNumberField("schemaVersion", ReportJson.SCHEMA_VERSION);
    json.writeStringField("service", report.service());
    if (times) {
      json.writeStringField("at", report.at().toString());
    }
    json.writeObjectFieldStart("coverage");
    json.writeNumberField("evaluable", report.evaluable());
    json.writeNumberField("symptoms", report.symptoms());
    json.writeEndObject();
    json.writeArrayFieldStart("components");
    for (ComponentHealth component : report.components()) {
      json.writeStartObject();
      json.writeStringField("component", component.component());
      json.writeStringField("runbook", component.runbook().value());
      json.writeStringField("status", component.status().name());
      json.writeStringField("summary", component.summary());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("runbooks");
    for (RankedRunbook ranked : report.ranked()) {
      ranked(json, ranked);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("alsoObserved");
    for (LoneSymptom lone : report.alone()) {
      observed(json, lone.observed());
    }
    json.writeEndArray();
    shared(json, report);
    json.writeEndObject();
  }

  private static void observed(JsonGenerator json, Observation.Observed seen) throws IOException {
    json.writeStartObject();
    json.writeStringField("symptom", seen.symptom().toString());
    json.writeStringField("since", seen.since().toString());
    evidence(json, seen.evidence());
    json.writeEndObject();
  }

  private void ranked(JsonGenerator json, RankedRunbook ranked) throws IOException {
    json.writeStartObject();
    json.writeNumberField("rank", ranked.rank());
    json.writeStringField("id", ranked.runbook().id().value());
    json.writeStringField("title", ranked.runbook().title());
    JsonText.strings(json, "explainedBy", ranked.explainedBy());
    json.writeArrayFieldStart("observed");
    for (Observation.Observed seen : ranked.observed()) {
      observed(json, seen);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("notObserved");
    for (Observation.NotObserved unseen : ranked.notObserved()) {
      json.writeStartObject();
      json.writeStringField("symptom", unseen.symptom().toString());
      evidence(json, unseen.evidence());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("notEvaluable");
    for (Observation.NotEvaluable unknown : ranked.notEvaluable()) {
      json.writeStartObject();
      json.writeStringField("symptom", unknown.symptom().toString());
      json.writeStringField("reason", unknown.reason());
      json.writeEndObject();
    }
    json.writeEndArray();
    JsonText.strings(json, "contradictions", ranked.contradictions());
    diagnosis(json, ranked);
    resolution(json, ranked);
    json.writeEndObject();
  }

  private static void evidence(JsonGenerator json, Evidence evidence) throws IOException {
    json.writeObjectFieldStart("evidence");
    json.writeStringField("signal", evidence.signal());
    json.writeNumberField("value", evidence.value());
    json.writeStringField("comparison", evidence.comparison().name());
    json.writeNumberField("threshold", evidence.threshold());
    json.writeStringField("unit", evidence.unit());
    json.writeStringField("window", evidence.window().toString());
    json.writeNumberField("samples", evidence.samples());
    json.writeStringField("source", evidence.source());
    json.writeStringField("detail", evidence.detail());
    json.writeEndObject();
  }

  private void diagnosis(JsonGenerator json, RankedRunbook ranked) throws IOException {
    json.writeArrayFieldStart("executed");
    for (StepResult result : ranked.executed()) {
      json.writeStartObject();
      json.writeStringField("step", result.step().toString());
      json.writeStringField("outcome", result.status().name());
      json.writeStringField("summary", result.summary());
      if (times) {
        json.writeStringField("at", result.at().toString());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("left");
    for (DiagnosisStep step : ranked.left()) {
      json.writeStartObject();
      json.writeStringField("step", step.id().toString());
      json.writeStringField("text", step.text());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void resolution(JsonGenerator json, RankedRunbook ranked) throws IOException {
    json.writeArrayFieldStart("heldBack");
    for (NextStep step : ranked.heldBack()) {
      step(json, step);
    }
    json.writeEndArray();
    if (ranked.next().isPresent()) {
      json.writeFieldName("next");
      step(json, ranked.next().get());
    } else {
      json.writeNullField("next");
    }
  }

  private static void step(JsonGenerator json, NextStep next) throws IOException {
    json.writeStartObject();
    json.writeStringField("step", next.step().id().toString());
    json.writeStringField("text", next.step().text());
    Command command = next.step().command();
    if (command != null) {
      json.writeStringField("command", command.display());
      json.writeStringField("safety", command.safety().name());
      json.writeStringField("reason", command.guard().reason());
      JsonText.strings(
          json, "placeholders", command.placeholders().stream().map(Placeholder::name).toList());
      json.writeArrayFieldStart("preconditions");
      for (NextStep.Checked checked : next.preconditions()) {
        json.writeStartObject();
        json.writeStringField("text", checked.precondition().text());
        json.writeStringField("answer", checked.answer().name());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void shared(JsonGenerator json, DiagnosisReport report) throws IOException {
    json.writeArrayFieldStart("generalSteps");
    for (GeneralStep step : report.general()) {
      json.writeStartObject();
      json.writeStringField("title", step.title());
      json.writeStringField("text", step.text());
      JsonText.strings(json, "details", step.details());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("contacts");
    for (Contact contact : report.contacts()) {
      json.writeStartObject();
      json.writeStringField("role", contact.role());
      json.writeStringField("text", contact.text());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("links");
    for (Link link : report.links()) {
      json.writeStartObject();
      json.writeStringField("title", link.title());
      json.writeStringField("target", link.target());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
