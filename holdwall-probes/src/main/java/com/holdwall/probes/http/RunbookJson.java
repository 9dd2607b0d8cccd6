package com.holdwall.probes.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.holdwall.runbook.Check;
import com.holdwall.runbook.Command;
import com.holdwall.runbook.DiagnosisStep;
import com.holdwall.runbook.Precondition;
import com.holdwall.runbook.ResolutionStep;
import com.holdwall.runbook.Runbook;
import com.holdwall.runbook.RunbookCatalog;
import java.io.IOException;

/** Runbooks as JSON. */
final class RunbookJson {

  private RunbookJson() {}

  static String list(RunbookCatalog catalog, String base) {
    return Json.write(
        json -> {
          Json.field(json, "title", catalog.title());
          Json.objects(
              json,
              "runbooks",
              catalog.runbooks(),
              (inside, runbook) -> {
                Json.field(inside, "id", runbook.id().toString());
                Json.field(inside, "title", runbook.title());
                Json.field(inside, "href", base + "/runbooks/" + runbook.id());
              });
        });
  }

  static String runbook(Runbook runbook) {
    return Json.write(
        json -> {
          Json.field(json, "id", runbook.id().toString());
          Json.field(json, "title", runbook.title());
          Json.objects(
              json,
              "symptoms",
              runbook.symptoms(),
              (inside, symptom) -> {
                Json.field(inside, "id", symptom.id().toString());
                Json.field(inside, "description", symptom.description());
                Json.field(inside, "role", Words.lower(symptom.role()));
              });
          Json.objects(json, "diagnosis", runbook.diagnosis(), RunbookJson::diagnosis);
          Json.objects(json, "resolution", runbook.resolution(), RunbookJson::resolution);
          Json.objects(
              json,
              "prevention",
              runbook.prevention(),
              (inside, item) -> Json.field(inside, "text", item.text()));
        });
  }

  static void diagnosis(JsonGenerator json, DiagnosisStep step) throws IOException {
    Json.field(json, "id", step.id().toString());
    Json.field(json, "text", step.text());
    if (step.check() instanceof Check.HttpCheck http) {
      Json.field(json, "request", http.method() + " " + http.target());
    } else if (step.check() instanceof Check.CommandCheck command) {
      CommandParts.fields(json, command.command());
    }
  }

  static void resolution(JsonGenerator json, ResolutionStep step) throws IOException {
    Json.field(json, "id", step.id().toString());
    Json.field(json, "horizon", step.id().section().slug());
    Json.field(json, "text", step.text());
    Command command = step.command();
    if (command != null) {
      CommandParts.fields(json, command);
      Json.field(json, "safety", command.safety().name());
      Json.field(json, "reason", command.guard().reason());
      Json.strings(
          json,
          "preconditions",
          command.guard().preconditions().stream().map(Precondition::text).toList());
    }
  }
}
