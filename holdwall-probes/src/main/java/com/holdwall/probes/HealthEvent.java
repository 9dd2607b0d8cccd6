package com.holdwall.probes;

import com.holdwall.runbook.Observation;
import com.holdwall.runbook.Status;
import com.holdwall.runbook.SymptomId;
import java.time.Instant;

/** Something that changed. Immutable. */
public sealed interface HealthEvent {

  /** {@return when it changed} */
  Instant at();

  /**
   * A probe's status changed.
   *
   * @param probe the probe's name
   * @param from the status before
   * @param to the status now
   * @param summary one sentence for a person
   * @param at when
   */
  record StatusChanged(String probe, Status from, Status to, String summary, Instant at)
      implements HealthEvent {}

  /**
   * A symptom is there that was not there before.
   *
   * @param observation the symptom, with evidence
   * @param at when
   */
  record SymptomObserved(Observation.Observed observation, Instant at) implements HealthEvent {}

  /**
   * A symptom is no longer observed.
   *
   * @param symptom the symptom
   * @param now what is known of it now: not observed, or not evaluable
   * @param at when
   */
  record SymptomCleared(SymptomId symptom, Observation now, Instant at) implements HealthEvent {}
}
