package com.holdwall.probes;

import com.holdwall.runbook.Observation;
import com.holdwall.runbook.RunbookCatalog;
import com.holdwall.runbook.Symptom;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What is known of every symptom of the catalogue. Thread-safe: checks of several probes may end at
 * once, and a symptom may depend on more than one of them.
 */
final class SymptomBoard {

  private final List<ConditionState> states;
  private final EventQueue events;
  private List<Observation> observations;

  SymptomBoard(RunbookCatalog catalog, Set<String> probes, EventQueue events) {
    this.events = events;
    this.states =
        catalog.runbooks().stream()
            .flatMap(runbook -> runbook.symptoms().stream())
            .map(symptom -> state(symptom, probes))
            .toList();
    this.observations = states.stream().map(ConditionState::answer).toList();
  }

  private static ConditionState state(Symptom symptom, Set<String> probes) {
    return symptom.condition().fold(new ConditionStates(symptom.id(), probes));
  }

  synchronized List<Observation> observations() {
    return observations;
  }

  synchronized void update(String probe, List<Reading> readings, Instant at) {
    List<Observation> before = observations;
    states.forEach(state -> state.update(probe, readings, at));
    observations = states.stream().map(ConditionState::answer).toList();
    for (int i = 0; i < before.size(); i++) {
      announce(before.get(i), observations.get(i), at);
    }
  }

  synchronized boolean unsettled(String probe) {
    return states.stream().anyMatch(state -> state.unsettled(probe));
  }

  private void announce(Observation before, Observation after, Instant at) {
    boolean was = before instanceof Observation.Observed;
    if (after instanceof Observation.Observed observed) {
      if (!was) {
        events.add(new HealthEvent.SymptomObserved(observed, at));
      }
    } else if (was) {
      events.add(new HealthEvent.SymptomCleared(after.symptom(), after, at));
    }
  }
}
