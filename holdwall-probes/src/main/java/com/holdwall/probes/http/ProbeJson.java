package com.holdwall.probes.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.holdwall.probes.History;
import com.holdwall.probes.ProbeHealth;
import com.holdwall.probes.Reading;
import com.holdwall.runbook.Evidence;
import com.holdwall.runbook.diagnosis.StepResult;
import java.io.IOException;

/** Everything that is known of one probe. */
final class ProbeJson {

  private ProbeJson() {}

  static void fields(JsonGenerator json, ProbeHealth probe) throws IOException {
    Json.field(json, "name", probe.name());
    Json.field(json, "status", probe.status().name());
    Json.field(json, "basis", probe.basis().name());
    Json.field(json, "summary", probe.summary());
    Json.field(json, "finding", probe.finding());
    Json.field(json, "latest", probe.latest().name());
    Json.field(json, "since", probe.since().toString());
    Json.field(json, "checked_at", probe.checkedAt());
    json.writeNumberField("took_ms", probe.took().toNanos() / 1e6);
    json.writeNumberField("interval_ms", probe.settings().interval().toMillis());
    json.writeNumberField("deadline_ms", probe.settings().deadline().toMillis());
    json.writeBooleanField("stuck", probe.stuck());
    json.writeNumberField("checks", probe.checks());
    json.writeNumberField("overdue", probe.overdue());
    Json.field(json, "runbook", probe.runbook().toString());
    Json.strings(json, "affects", probe.settings().impact().effects());
    Json.field(json, "forced_because", probe.settings().impact().forcedBecause());
    Json.strings(json, "groups", probe.settings().groups());
    Json.objects(json, "readings", probe.readings(), ProbeJson::reading);
    Json.objects(json, "steps", probe.steps(), ProbeJson::step);
    json.writeNumberField("transitions_total", probe.history().changes());
    Json.objects(json, "transitions", probe.history().recent(), ProbeJson::transition);
  }

  private static void reading(JsonGenerator json, Reading reading) throws IOException {
    Json.field(json, "finding", reading.finding());
    if (reading instanceof Reading.Unknown unknown) {
      Json.field(json, "answer", "unknown");
      Json.field(json, "reason", unknown.reason());
    } else if (reading instanceof Reading.Present present) {
      Json.field(json, "answer", "present");
      Json.object(json, "evidence", inside -> evidence(inside, present.evidence()));
    } else if (reading instanceof Reading.Absent absent) {
      Json.field(json, "answer", "absent");
      Json.object(json, "evidence", inside -> evidence(inside, absent.evidence()));
    }
  }

  static void evidence(JsonGenerator json, Evidence evidence) throws IOException {
    Json.field(json, "signal", evidence.signal());
    json.writeNumberField("value", evidence.value());
    Json.field(json, "comparison", Words.lower(evidence.comparison()));
    json.writeNumberField("threshold", evidence.threshold());
    Json.field(json, "unit", evidence.unit());
    json.writeNumberField("window_ms", evidence.window().toMillis());
    json.writeNumberField("samples", evidence.samples());
    Json.field(json, "source", evidence.source());
    Json.field(json, "detail", evidence.detail());
  }

  static void step(JsonGenerator json, StepResult step) throws IOException {
    Json.field(json, "step", step.step().toString());
    Json.field(json, "outcome", Words.lower(step.status()));
    Json.field(json, "summary", step.summary());
    Json.field(json, "at", step.at().toString());
  }

  private static void transition(JsonGenerator json, History.Transition change) throws IOException {
    Json.field(json, "from", change.from().name());
    Json.field(json, "to", change.to().name());
    Json.field(json, "basis", change.basis().name());
    Json.field(json, "reason", change.reason());
    Json.field(json, "at", change.at().toString());
  }
}
