package com.holdwall.runbook.diagnosis;

import com.holdwall.runbook.Observation;
import java.time.Instant;
import java.util.List;

/**
 * Everything a diagnosis depends on: the same input gives the same report. Immutable.
 *
 * @param service the name of the service that is diagnosed
 * @param at when the observations were collected
 * @param observations at most one for each symptom; a symptom without one is not evaluable
 * @param steps the diagnosis steps that were executed
 * @param components the health of the components
 */
public record DiagnosisInput(
    String service,
    Instant at,
    List<Observation> observations,
    List<StepResult> steps,
    List<ComponentHealth> components) {

  /**
   * Checks and copies the parts.
   *
   * @throws IllegalArgumentException if the service is blank or two observations are about the same
   *     symptom
   */
  public DiagnosisInput {
    if (service.isBlank()) {
      throw new IllegalArgumentException("service must not be blank, but is '" + service + "'");
    }
    observations = List.copyOf(observations);
    steps = List.copyOf(steps);
    components = List.copyOf(components);
    List<String> symptoms =
        observations.stream().map(o -> o.symptom().toString()).sorted().toList();
    if (symptoms.stream().distinct().count() != symptoms.size()) {
      throw new IllegalArgumentException(
          "each symptom must have at most one observation, but the symptoms are " + symptoms);
    }
  }
}
