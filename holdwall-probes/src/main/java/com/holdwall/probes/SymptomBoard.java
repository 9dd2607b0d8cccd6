package com.holdwall.probes;

import com.holdwall.runbook.Observation;
import com.holdwall.runbook.RunbookCatalog;
import com.holdwall.runbook.Symptom;
import com.holdwall.runbook.SymptomId;
import com.holdwall.runbook.evaluation.SignalReader;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of every symptom of the catalogue. Thread-safe: checks of several probes may end at
 * once, and a symptom may depend on more than one of them.
 */
final class SymptomBoard {

  private final Map<SymptomId, ConditionState> states = new LinkedHashMap<>();
  private final EventQueue events;
  private List<Observation> observations;

  SymptomBoard(RunbookCatalog catalog, Set<String> probes, EventQueue events) {
    this(catalog, probes, null, events);
  }

  SymptomBoard(
      RunbookCatalog catalog,
      Set<String> probes,
      @Nullable SignalReader signals,
      EventQueue events) {
    this.events = events;
    catalog.runbooks().stream()
        .flatMap(runbook -> runbook.symptoms().stream())
        .forEach(symptom -> states.put(symptom.id(), state(symptom, probes, signals)));
    this.observations = states.values().stream().map(ConditionState::answer).toList();
  }

  private static ConditionState state(
      Symptom symptom, Set<String> probes, @Nullable SignalReader signals) {
    return symptom.condition().fold(new ConditionStates(symptom.id(), probes, signals));
  }

  synchronized List<Observation> observations() {
    return observations;
  }

  synchronized void update(String probe, List<Reading> readings, Instant at) {
    states.values().forEach(state -> state.update(probe, readings, at));
    answer(at);
  }

  synchronized void report(Report report, Instant at) {
    @Nullable ConditionState state = states.get(report.symptom());
    if (state == null) {
      throw new IllegalArgumentException(
          "symptom '" + report.symptom() + "' must be one of the catalogue's");
    }
    if (!state.report(report, at)) {
      throw new IllegalArgumentException(
          "symptom '" + report.symptom() + "' is detected by a probe and cannot be reported");
    }
    answer(at);
  }

  /** Returns how many symptoms the alert is about. */
  synchronized int alert(Alert alert, Instant at) {
    int taken = 0;
    for (ConditionState state : states.values()) {
      taken += state.alert(alert, at) ? 1 : 0;
    }
    answer(at);
    return taken;
  }

  /** Returns whether there are reports or alerts that may expire later. */
  synchronized boolean expire(Instant now) {
    boolean left = false;
    for (ConditionState state : states.values()) {
      left |= state.expire(now);
    }
    answer(now);
    return left;
  }

  synchronized boolean unsettled(String probe) {
    return states.values().stream().anyMatch(state -> state.unsettled(probe));
  }

  private void answer(Instant at) {
    List<Observation> before = observations;
    observations = states.values().stream().map(ConditionState::answer).toList();
    for (int i = 0; i < before.size(); i++) {
      announce(before.get(i), observations.get(i), at);
    }
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
