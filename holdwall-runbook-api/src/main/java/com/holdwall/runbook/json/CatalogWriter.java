package com.holdwall.runbook.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.holdwall.runbook.Check;
import com.holdwall.runbook.Command;
import com.holdwall.runbook.Contact;
import com.holdwall.runbook.DiagnosisStep;
import com.holdwall.runbook.GeneralStep;
import com.holdwall.runbook.Link;
import com.holdwall.runbook.PreventionItem;
import com.holdwall.runbook.ResolutionStep;
import com.holdwall.runbook.Runbook;
import com.holdwall.runbook.RunbookCatalog;
import com.holdwall.runbook.Section;
import com.holdwall.runbook.Symptom;
import java.io.IOException;
import java.util.List;

/** Writes a catalogue, field by field. */
final class CatalogWriter {

  static final List<Section> HORIZONS =
      List.of(Section.IMMEDIATE, Section.SHORT_TERM, Section.LONG_TERM);

  private CatalogWriter() {}

  static void write(JsonGenerator json, RunbookCatalog catalog) throws IOException {
    json.writeStartObject();
    json.writeNumberField("schemaVersion", CatalogJson.SCHEMA_VERSION);
    json.writeStringField("title", catalog.title());
    json.writeArrayFieldStart("runbooks");
    for (Runbook runbook : catalog.runbooks()) {
      write(json, runbook);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("generalSteps");
    for (GeneralStep step : catalog.generalSteps()) {
      json.writeStartObject();
      json.writeStringField("title", step.title());
      json.writeStringField("text", step.text());
      JsonText.strings(json, "details", step.details());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("contacts");
    for (Contact contact : catalog.contacts()) {
      pair(json, "role", contact.role(), "text", contact.text());
    }
    json.writeEndArray();
    json.writeArrayFieldStart("links");
    for (Link link : catalog.links()) {
      pair(json, "title", link.title(), "target", link.target());
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void pair(JsonGenerator json, String a, String first, String b, String second)
      throws IOException {
    json.writeStartObject();
    json.writeStringField(a, first);
    json.writeStringField(b, second);
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Runbook runbook) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", runbook.id().value());
    json.writeStringField("title", runbook.title());
    json.writeArrayFieldStart("symptoms");
    for (Symptom symptom : runbook.symptoms()) {
      json.writeStartObject();
      json.writeStringField("key", symptom.id().key());
      json.writeStringField("description", symptom.description());
      json.writeStringField("role", symptom.role().name());
      json.writeFieldName("condition");
      ConditionWriter.write(json, symptom.condition());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("diagnosis");
    for (DiagnosisStep step : runbook.diagnosis()) {
      json.writeStartObject();
      json.writeStringField("text", step.text());
      json.writeFieldName("check");
      check(json, step.check());
      json.writeEndObject();
    }
    json.writeEndArray();
    resolution(json, runbook);
    JsonText.strings(
        json, "prevention", runbook.prevention().stream().map(PreventionItem::text).toList());
    json.writeEndObject();
  }

  private static void resolution(JsonGenerator json, Runbook runbook) throws IOException {
    json.writeObjectFieldStart("resolution");
    for (Section horizon : HORIZONS) {
      json.writeArrayFieldStart(horizon.slug());
      for (ResolutionStep step : runbook.resolution(horizon)) {
        json.writeStartObject();
        json.writeStringField("text", step.text());
        Command command = step.command();
        if (command != null) {
          json.writeFieldName("command");
          CommandJson.write(json, command);
        }
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void check(JsonGenerator json, Check check) throws IOException {
    json.writeStartObject();
    if (check instanceof Check.HttpCheck http) {
      json.writeStringField("type", "http");
      json.writeStringField("method", http.method());
      json.writeStringField("target", http.target());
    } else if (check instanceof Check.CommandCheck command) {
      json.writeStringField("type", "command");
      json.writeFieldName("command");
      CommandJson.write(json, command.command());
    } else {
      json.writeStringField("type", "manual");
    }
    json.writeEndObject();
  }
}
