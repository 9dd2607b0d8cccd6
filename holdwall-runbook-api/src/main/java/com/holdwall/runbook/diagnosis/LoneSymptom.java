package com.holdwall.runbook.diagnosis;

import com.holdwall.runbook.Observation;
import com.holdwall.runbook.Runbook;
import com.holdwall.runbook.Symptom;

/**
 * A symptom that is there, of a runbook that does not apply: it only supports, and nothing else of
 * its runbook was seen. It is reported, because what was seen is never left out. Immutable.
 *
 * @param runbook the runbook that lists it
 * @param observed the symptom, with its evidence
 */
public record LoneSymptom(Runbook runbook, Observation.Observed observed) {

  /** {@return the runbook's own words for the symptom} */
  public String words() {
    return runbook.symptoms().stream()
        .filter(symptom -> symptom.id().equals(observed.symptom()))
        .map(Symptom::description)
        .findFirst()
        .orElseThrow();
  }
}
