package com.holdwall.probes;

import com.holdwall.runbook.Observation;
import com.holdwall.runbook.SymptomId;
import com.holdwall.runbook.evaluation.MetricEvaluator;
import com.holdwall.runbook.evaluation.SignalReader;
import java.time.Instant;
import java.util.List;

/** Evaluates a metric's condition whenever a check of any probe ends. */
final class MetricState implements ConditionState {

  private final SymptomId symptom;
  private final MetricEvaluator evaluator;
  private final SignalReader signals;
  private Observation answer;

  MetricState(SymptomId symptom, MetricEvaluator evaluator, SignalReader signals) {
    this.symptom = symptom;
    this.evaluator = evaluator;
    this.signals = signals;
    this.answer = new Observation.NotEvaluable(symptom, "it has not been evaluated yet");
  }

  @Override
  public Observation answer() {
    return answer;
  }

  @Override
  public void update(String probe, List<Reading> readings, Instant at) {
    try {
      answer = evaluator.evaluate(signals, at);
    } catch (RuntimeException broken) {
      // The class only: what the service's reader says may hold a secret.
      answer =
          new Observation.NotEvaluable(
              symptom, "reading the metric broke: " + broken.getClass().getName());
    }
  }

  @Override
  public boolean unsettled(String probe) {
    return false;
  }
}
