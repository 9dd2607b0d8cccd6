package com.holdwall.runbook.diagnosis;

import com.holdwall.runbook.Observation;
import com.holdwall.runbook.Role;
import com.holdwall.runbook.Runbook;
import com.holdwall.runbook.Status;
import com.holdwall.runbook.Symptom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the input says about one runbook. */
record Finding(
    Runbook runbook,
    List<Observation.Observed> observed,
    List<Observation.NotObserved> notObserved,
    List<Observation.NotEvaluable> notEvaluable,
    int discriminating,
    List<ComponentHealth> components) {

  static Finding of(Runbook runbook, DiagnosisInput input) {
    List<Observation.Observed> observed = new ArrayList<>();
    List<Observation.NotObserved> notObserved = new ArrayList<>();
    List<Observation.NotEvaluable> notEvaluable = new ArrayList<>();
    int discriminating = 0;
    for (Symptom symptom : runbook.symptoms()) {
      Observation observation = observation(symptom, input);
      if (observation instanceof Observation.Observed seen) {
        observed.add(seen);
        discriminating += symptom.role() == Role.DISCRIMINATING ? 1 : 0;
      } else if (observation instanceof Observation.NotObserved unseen) {
        notObserved.add(unseen);
      } else if (observation instanceof Observation.NotEvaluable unknown) {
        notEvaluable.add(unknown);
      }
    }
    List<ComponentHealth> components =
        input.components().stream().filter(c -> c.runbook().equals(runbook.id())).toList();
    return new Finding(runbook, observed, notObserved, notEvaluable, discriminating, components);
  }

  private static Observation observation(Symptom symptom, DiagnosisInput input) {
    return input.observations().stream()
        .filter(observation -> observation.symptom().equals(symptom.id()))
        .findFirst()
        .orElseGet(
            () ->
                new Observation.NotEvaluable(
                    symptom.id(), "nothing that watches it is registered"));
  }

  boolean applies() {
    boolean componentIsIll =
        components.stream()
            .anyMatch(c -> c.status() == Status.DOWN || c.status() == Status.DEGRADED);
    return discriminating > 0 || observed.size() >= 2 || (observed.size() == 1 && componentIsIll);
  }

  Stream<LoneSymptom> alone() {
    return observed.stream().map(seen -> new LoneSymptom(runbook, seen));
  }

  int supporting() {
    return observed.size() - discriminating;
  }

  int evaluable() {
    return observed.size() + notObserved.size();
  }

  List<String> contradictions() {
    return components.stream()
        .filter(component -> component.status() == Status.UP)
        .map(component -> "probe " + component.component() + " is UP: " + component.summary())
        .toList();
  }
}
