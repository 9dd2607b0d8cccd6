package com.holdwall.runbook.json;

import com.holdwall.runbook.Check;
import com.holdwall.runbook.Contact;
import com.holdwall.runbook.DiagnosisStep;
import com.holdwall.runbook.GeneralStep;
import com.holdwall.runbook.Link;
import com.holdwall.runbook.PreventionItem;
import com.holdwall.runbook.ResolutionStep;
import com.holdwall.runbook.Role;
import com.holdwall.runbook.Runbook;
import com.holdwall.runbook.RunbookCatalog;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.Section;
import com.holdwall.runbook.StepId;
import com.holdwall.runbook.Symptom;
import com.holdwall.runbook.SymptomId;
import java.util.ArrayList;
import java.util.List;

/** Reads a catalogue, field by field; what is not known is refused. */
final class CatalogReader {

  private CatalogReader() {}

  static RunbookCatalog read(JsonValue json) {
    json.object("schemaVersion", "title", "runbooks", "generalSteps", "contacts", "links");
    JsonValue version = json.field("schemaVersion");
    if (version.integer() != CatalogJson.SCHEMA_VERSION) {
      throw version.wrong("schema version " + CatalogJson.SCHEMA_VERSION);
    }
    List<GeneralStep> steps = new ArrayList<>();
    json.field("generalSteps").list(step -> steps.add(generalStep(steps.size() + 1, step)));
    return json.make(
        catalog ->
            new RunbookCatalog(
                catalog.field("title").string(),
                catalog.field("runbooks").list(item -> item.make(CatalogReader::runbook)),
                steps,
                catalog.field("contacts").list(item -> item.make(CatalogReader::contact)),
                catalog.field("links").list(item -> item.make(CatalogReader::link))));
  }

  private static GeneralStep generalStep(int number, JsonValue json) {
    json.object("title", "text", "details");
    return json.make(
        step ->
            new GeneralStep(
                number,
                step.field("title").string(),
                step.field("text").string(),
                step.field("details").list(JsonValue::string)));
  }

  private static Contact contact(JsonValue json) {
    json.object("role", "text");
    return new Contact(json.field("role").string(), json.field("text").string());
  }

  private static Link link(JsonValue json) {
    json.object("title", "target");
    return new Link(json.field("title").string(), json.field("target").string());
  }

  private static Runbook runbook(JsonValue json) {
    json.object("id", "title", "symptoms", "diagnosis", "resolution", "prevention");
    RunbookId id = json.field("id").make(value -> new RunbookId(value.string()));
    List<DiagnosisStep> diagnosis = new ArrayList<>();
    json.field("diagnosis")
        .list(
            item ->
                diagnosis.add(
                    diagnosisStep(new StepId(id, Section.DIAGNOSIS, diagnosis.size() + 1), item)));
    List<PreventionItem> prevention = new ArrayList<>();
    json.field("prevention")
        .list(item -> prevention.add(prevention(id, prevention.size() + 1, item)));
    return new Runbook(
        id,
        json.field("title").string(),
        json.field("symptoms").list(item -> symptom(id, item)),
        diagnosis,
        resolution(id, json.field("resolution")),
        prevention);
  }

  private static Symptom symptom(RunbookId runbook, JsonValue json) {
    json.object("key", "description", "role", "condition");
    return json.make(
        symptom ->
            new Symptom(
                new SymptomId(runbook, symptom.field("key").string()),
                symptom.field("description").string(),
                symptom.field("role").oneOf(Role.class),
                ConditionReader.read(symptom.field("condition"))));
  }

  private static DiagnosisStep diagnosisStep(StepId id, JsonValue json) {
    json.object("text", "check");
    Check check = json.field("check").make(CatalogReader::check);
    return json.make(step -> new DiagnosisStep(id, step.field("text").string(), check));
  }

  private static Check check(JsonValue json) {
    JsonValue type = json.field("type");
    return switch (type.string()) {
      case "http" -> {
        json.object("type", "method", "target");
        yield new Check.HttpCheck(json.field("method").string(), json.field("target").string());
      }
      case "command" -> {
        json.object("type", "command");
        yield new Check.CommandCheck(CommandJson.read(json.field("command")));
      }
      case "manual" -> {
        json.object("type");
        yield new Check.ManualCheck();
      }
      default -> throw type.wrong("http, command or manual");
    };
  }

  private static List<ResolutionStep> resolution(RunbookId runbook, JsonValue json) {
    json.object(CatalogWriter.HORIZONS.stream().map(Section::slug).toArray(String[]::new));
    List<ResolutionStep> steps = new ArrayList<>();
    for (Section horizon : CatalogWriter.HORIZONS) {
      int before = steps.size();
      json.field(horizon.slug())
          .list(
              item -> {
                int number = steps.size() - before + 1;
                return steps.add(resolutionStep(new StepId(runbook, horizon, number), item));
              });
    }
    return steps;
  }

  private static ResolutionStep resolutionStep(StepId id, JsonValue json) {
    json.object("text", "command");
    return json.make(
        step ->
            new ResolutionStep(
                id,
                step.field("text").string(),
                step.optional("command").map(CommandJson::read).orElse(null)));
  }

  private static PreventionItem prevention(RunbookId runbook, int number, JsonValue json) {
    return json.make(
        item -> new PreventionItem(new StepId(runbook, Section.PREVENTION, number), item.string()));
  }
}
