package com.holdwall.runbook.markdown;

import com.holdwall.runbook.DetectionCondition;
import com.holdwall.runbook.DiagnosisStep;
import com.holdwall.runbook.PreventionItem;
import com.holdwall.runbook.Role;
import com.holdwall.runbook.Runbook;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.Section;
import com.holdwall.runbook.StepId;
import com.holdwall.runbook.Symptom;
import com.holdwall.runbook.SymptomId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.commonmark.node.ListBlock;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;

/** Reads one runbook: a heading with its symptoms, diagnosis, resolution and prevention. */
final class RunbookText {

  private static final List<String> SECTIONS =
      List.of("Symptoms", "Diagnosis", "Resolution", "Prevention");

  private final Source source;
  private final Annotations annotations;
  private final SourceMap map;

  RunbookText(Source source, Annotations annotations, SourceMap map) {
    this.source = source;
    this.annotations = annotations;
    this.map = map;
  }

  static boolean is(Outline outline) {
    return SECTIONS.stream().anyMatch(name -> outline.section(name).isPresent());
  }

  /** Empty if it cannot be read; the problems say why. */
  Optional<Runbook> read(Outline outline) {
    String slug = Slug.of(outline.title());
    if (slug.isEmpty()) {
      source.problem(outline.heading(), "title '" + outline.title() + "'", "letters or digits");
      return Optional.empty();
    }
    RunbookId id = new RunbookId(slug);
    map.put(id.toString(), outline.heading(), outline.title());
    checkSections(outline);
    List<Symptom> symptoms = symptoms(id, items(outline, "Symptoms"));
    List<DiagnosisStep> diagnosis = diagnosis(id, items(outline, "Diagnosis"));
    ResolutionText text = new ResolutionText(source, id, annotations, map);
    var resolution = outline.section("Resolution").map(text::read).orElse(List.of());
    List<PreventionItem> prevention = prevention(id, items(outline, "Prevention"));
    if (symptoms.isEmpty() || diagnosis.isEmpty() || resolution.isEmpty()) {
      if (!source.hasProblems()) {
        source.problem(outline.heading(), "an empty section", "at least one item");
      }
      return Optional.empty();
    }
    return Optional.of(
        new Runbook(id, outline.title(), symptoms, diagnosis, resolution, prevention));
  }

  private void checkSections(Outline outline) {
    for (String name : SECTIONS) {
      List<Outline> found =
          outline.sections().stream().filter(s -> s.title().equalsIgnoreCase(name)).toList();
      if (found.isEmpty() && !name.equals("Prevention")) {
        source.problem(
            outline.heading(), "no section '" + name + "' in '" + outline.title() + "'", "one");
      }
      for (Outline second : found.subList(Math.min(1, found.size()), found.size())) {
        source.problem(second.heading(), "a second section '" + name + "'", "one");
      }
    }
  }

  /** The first paragraph of each item of a section's lists. */
  private List<Paragraph> items(Outline outline, String name) {
    List<Paragraph> items = new ArrayList<>();
    Optional<Outline> section = outline.section(name);
    for (Node block : section.map(Outline::blocks).orElse(List.of())) {
      if (!(block instanceof ListBlock)) {
        continue;
      }
      for (Node item : Outline.children(block)) {
        if (item.getFirstChild() instanceof Paragraph paragraph) {
          items.add(paragraph);
        } else {
          source.problem(item, "an item without a sentence", "a sentence");
        }
      }
    }
    if (items.isEmpty() && section.isPresent()) {
      source.problem(section.get().heading(), "no item in '" + name + "'", "a list of items");
    }
    return items;
  }

  private List<Symptom> symptoms(RunbookId runbook, List<Paragraph> items) {
    List<Symptom> symptoms = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    for (Paragraph item : items) {
      String text = source.slice(item);
      SymptomSpec spec = annotations.symptom(runbook, text).orElseGet(() -> unknown(text));
      if (spec.key().isEmpty() || !keys.add(spec.key())) {
        source.problem(item, "symptom '" + text + "'", "a symptom of its own key");
        continue;
      }
      SymptomId id = new SymptomId(runbook, spec.key());
      map.put(id.toString(), item, text);
      symptoms.add(new Symptom(id, text, spec.role(), spec.condition()));
    }
    return symptoms;
  }

  private static SymptomSpec unknown(String text) {
    return new SymptomSpec(Slug.of(text), Role.SUPPORTING, new DetectionCondition.OperatorReport());
  }

  private List<DiagnosisStep> diagnosis(RunbookId runbook, List<Paragraph> items) {
    CheckText checks = new CheckText(source);
    List<DiagnosisStep> steps = new ArrayList<>();
    for (Paragraph item : items) {
      StepId id = new StepId(runbook, Section.DIAGNOSIS, steps.size() + 1);
      map.put(id.toString(), item, source.slice(item));
      steps.add(new DiagnosisStep(id, source.slice(item), checks.of(item)));
    }
    return steps;
  }

  private List<PreventionItem> prevention(RunbookId runbook, List<Paragraph> items) {
    List<PreventionItem> prevention = new ArrayList<>();
    for (Paragraph item : items) {
      StepId id = new StepId(runbook, Section.PREVENTION, prevention.size() + 1);
      map.put(id.toString(), item, source.slice(item));
      prevention.add(new PreventionItem(id, source.slice(item)));
    }
    return prevention;
  }
}
