package com.holdwall.runbook;

import java.util.List;

/**
 * How to recognise one kind of incident, and what to do about it. Immutable.
 *
 * @param id the identity
 * @param title the heading
 * @param symptoms how it shows; not empty
 * @param diagnosis how to confirm it; not empty
 * @param resolution what to do, by horizon, in order; not empty
 * @param prevention what keeps it from coming back; may be empty
 */
public record Runbook(
    RunbookId id,
    String title,
    List<Symptom> symptoms,
    List<DiagnosisStep> diagnosis,
    List<ResolutionStep> resolution,
    List<PreventionItem> prevention) {

  /**
   * Checks and copies the parts.
   *
   * @throws IllegalArgumentException if the title is blank; symptoms, diagnosis or resolution is
   *     empty; two parts share an id; or a part belongs to another runbook
   */
  public Runbook {
    Require.text("runbook title", title);
    symptoms = List.copyOf(symptoms);
    diagnosis = List.copyOf(diagnosis);
    resolution = List.copyOf(resolution);
    prevention = List.copyOf(prevention);
    Require.atLeastOne("number of symptoms of " + id, symptoms.size());
    Require.atLeastOne("number of diagnosis steps of " + id, diagnosis.size());
    Require.atLeastOne("number of resolution steps of " + id, resolution.size());
    Require.distinct("symptom ids of " + id, symptoms, Symptom::id);
    Require.distinct("diagnosis step ids of " + id, diagnosis, DiagnosisStep::id);
    Require.distinct("resolution step ids of " + id, resolution, ResolutionStep::id);
    Require.distinct("prevention item ids of " + id, prevention, PreventionItem::id);
    symptoms.forEach(part -> Require.owner(id, part.id(), part.id().runbook()));
    diagnosis.forEach(part -> Require.owner(id, part.id(), part.id().runbook()));
    resolution.forEach(part -> Require.owner(id, part.id(), part.id().runbook()));
    prevention.forEach(part -> Require.owner(id, part.id(), part.id().runbook()));
  }

  /**
   * Selects the resolution steps of one horizon.
   *
   * @param horizon a resolution section
   * @return its steps, in order; may be empty
   * @throws IllegalArgumentException if {@code horizon} is not a resolution section
   */
  public List<ResolutionStep> resolution(Section horizon) {
    if (!horizon.isResolution()) {
      throw new IllegalArgumentException("horizon must be a resolution section, but is " + horizon);
    }
    return resolution.stream().filter(step -> step.id().section() == horizon).toList();
  }

  Runbook withCondition(SymptomId symptom, DetectionCondition condition) {
    List<Symptom> changed =
        symptoms.stream()
            .map(s -> s.id().equals(symptom) ? s.withCondition(condition) : s)
            .toList();
    return new Runbook(id, title, changed, diagnosis, resolution, prevention);
  }
}
