package com.holdwall.runbook.evaluation;

import com.holdwall.runbook.Comparison;
import com.holdwall.runbook.DetectionCondition.MetricThreshold;
import com.holdwall.runbook.DetectionCondition.MetricTrend;
import com.holdwall.runbook.Evidence;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.SymptomId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates one metric condition again and again. It remembers whether the symptom was there, and
 * clears it by the condition's own clear threshold. Not thread-safe: one thread at a time.
 *
 * <p>Without enough data the answer is not evaluable, and the symptom has to be observed anew: the
 * generated alert rule does the same.
 */
public final class MetricEvaluator {

  /** How one kind of condition looks at its metric. */
  private interface Look {
    Evaluation at(SignalReader signals, Instant at, boolean active);
  }

  /** Whether the symptom is there and why, or a reason why nobody can tell. */
  private record Evaluation(boolean holds, @Nullable Evidence evidence, String reason) {

    static Evaluation unknown(String reason) {
      return new Evaluation(false, null, reason);
    }
  }

  private final SymptomId symptom;
  private final Look look;
  private @Nullable Instant since;

  private MetricEvaluator(SymptomId symptom, Look look) {
    this.symptom = symptom;
    this.look = look;
  }

  /**
   * Makes an evaluator.
   *
   * @param symptom the symptom
   * @param condition a threshold
   * @return the evaluator
   */
  public static MetricEvaluator of(SymptomId symptom, MetricThreshold condition) {
    return new MetricEvaluator(
        symptom, (signals, at, active) -> threshold(condition, signals, at, active));
  }

  /**
   * Makes an evaluator.
   *
   * @param symptom the symptom
   * @param condition a trend of a counter
   * @return the evaluator
   */
  public static MetricEvaluator of(SymptomId symptom, MetricTrend condition) {
    return new MetricEvaluator(
        symptom, (signals, at, active) -> trend(condition, signals, at, active));
  }

  /**
   * Evaluates.
   *
   * @param signals where the values come from
   * @param at now; not before the last call's
   * @return whether the symptom is there, with the effective threshold in the evidence
   */
  public Observation evaluate(SignalReader signals, Instant at) {
    Evaluation evaluation = look.at(signals, at, since != null);
    Evidence evidence = evaluation.evidence();
    if (evidence == null) {
      since = null;
      return new Observation.NotEvaluable(symptom, evaluation.reason());
    }
    if (!evaluation.holds()) {
      since = null;
      return new Observation.NotObserved(symptom, evidence);
    }
    Instant first = since == null ? at : since;
    since = first;
    return new Observation.Observed(symptom, first, evidence);
  }

  private static Evaluation threshold(
      MetricThreshold condition, SignalReader signals, Instant at, boolean active) {
    Optional<SignalReader.Signal> read = signals.read(condition.metric(), at);
    if (read.isEmpty() || !Double.isFinite(read.get().value())) {
      return Evaluation.unknown("nothing here measures " + condition.metric());
    }
    SignalReader.Signal signal = read.get();
    if (signal.samples() < condition.minSamples()) {
      return tooFew(condition.metric(), signal.samples(), condition.minSamples());
    }
    double effective = active ? condition.clearThreshold() : condition.threshold();
    return new Evaluation(
        condition.comparison().test(signal.value(), effective),
        evidence(
            condition.metric(),
            signal.value(),
            condition.comparison(),
            effective,
            condition.unit(),
            condition.window(),
            signal.samples()),
        "");
  }

  private static Evaluation trend(
      MetricTrend condition, SignalReader signals, Instant at, boolean active) {
    Optional<SignalReader.Signal> now = signals.read(condition.metric(), at);
    Optional<SignalReader.Signal> recent =
        signals.read(condition.metric(), at.minus(condition.window()));
    Optional<SignalReader.Signal> old =
        signals.read(condition.metric(), at.minus(condition.baseline()));
    if (now.isEmpty() || recent.isEmpty() || old.isEmpty()) {
      return Evaluation.unknown(
          condition.metric() + " is not known for the last " + condition.baseline());
    }
    double inWindow = now.get().value() - recent.get().value();
    double inBaseline = now.get().value() - old.get().value();
    if (inBaseline < 0 || inWindow < 0) {
      return Evaluation.unknown(condition.metric() + " was reset");
    }
    double factor = active ? condition.clearFactor() : condition.factor();
    double rate = inWindow / seconds(condition.window());
    double usual = factor * inBaseline / seconds(condition.baseline());
    Evidence evidence =
        evidence(
            condition.metric() + " per second",
            rate,
            Comparison.AT_LEAST,
            usual,
            "1/s",
            condition.window(),
            (long) inWindow);
    return new Evaluation(rate >= usual && inWindow >= condition.minSamples(), evidence, "");
  }

  private static double seconds(Duration duration) {
    return duration.toSeconds();
  }

  private static Evaluation tooFew(String metric, long samples, long least) {
    return Evaluation.unknown(
        metric + " rests on " + samples + " samples, and at least " + least + " are needed");
  }

  private static Evidence evidence(
      String signal,
      double value,
      Comparison comparison,
      double threshold,
      String unit,
      Duration window,
      long samples) {
    return new Evidence(signal, value, comparison, threshold, unit, window, samples, "metric", "");
  }
}
