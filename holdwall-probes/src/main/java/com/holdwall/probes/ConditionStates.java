package com.holdwall.probes;

import com.holdwall.runbook.DetectionCondition;
import com.holdwall.runbook.DetectionCondition.Cases;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.SymptomId;
import com.holdwall.runbook.evaluation.MetricEvaluator;
import com.holdwall.runbook.evaluation.SignalReader;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the state of each kind of condition, given what is registered. */
final class ConditionStates implements Cases<ConditionState> {

  private final SymptomId symptom;
  private final Set<String> probes;
  private final @Nullable SignalReader signals;

  ConditionStates(SymptomId symptom, Set<String> probes, @Nullable SignalReader signals) {
    this.symptom = symptom;
    this.probes = probes;
    this.signals = signals;
  }

  @Override
  public ConditionState metricThreshold(DetectionCondition.MetricThreshold condition) {
    return metric(condition.metric(), MetricEvaluator.of(symptom, condition));
  }

  @Override
  public ConditionState metricTrend(DetectionCondition.MetricTrend condition) {
    return metric(condition.metric(), MetricEvaluator.of(symptom, condition));
  }

  private ConditionState metric(String name, MetricEvaluator evaluator) {
    return signals == null
        ? noSource("nothing here measures " + name)
        : new MetricState(symptom, evaluator, signals);
  }

  @Override
  public ConditionState probe(DetectionCondition.ProbeCondition condition) {
    return probes.contains(condition.probe())
        ? new FindingState(symptom, condition)
        : noSource("no probe '" + condition.probe() + "' is registered");
  }

  @Override
  public ConditionState logPattern(DetectionCondition.LogPattern condition) {
    return noSource("nothing here reads the log");
  }

  @Override
  public ConditionState operatorReport(DetectionCondition.OperatorReport condition) {
    return new ReportState(symptom);
  }

  @Override
  public ConditionState externalAlert(DetectionCondition.ExternalAlert condition) {
    return new AlertState(symptom, condition.alertNames());
  }

  @Override
  public ConditionState anyOf(DetectionCondition.AnyOf condition) {
    return new AnyOfState(
        symptom, condition.conditions().stream().map(part -> part.fold(this)).toList());
  }

  private ConditionState noSource(String reason) {
    return new NoSource(new Observation.NotEvaluable(symptom, reason));
  }

  /** A condition that nothing registered can answer. */
  private record NoSource(Observation answer) implements ConditionState {

    @Override
    public void update(String probe, List<Reading> readings, Instant at) {}

    @Override
    public boolean unsettled(String probe) {
      return false;
    }
  }
}
