package com.holdwall.runbook.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.runbook.Comparison;
import com.holdwall.runbook.DetectionCondition.MetricThreshold;
import com.holdwall.runbook.DetectionCondition.MetricTrend;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.SymptomId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a metric's symptom is there, is over, or cannot be told. */
class MetricEvaluatorTest {

  private static final SymptomId SYMPTOM = SymptomId.parse("high-error-rates/error-rate");
  private static final Instant NIGHT = Instant.parse("2026-11-24T03:00:00Z");
  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final MetricThreshold ERRORS =
      new MetricThreshold("errors", Comparison.ABOVE, 0.01, 0.005, "ratio", WINDOW, 100);
  private static final MetricTrend TREND =
      new MetricTrend("fives", 2, 1.2, WINDOW, Duration.ofHours(1), 10);

  private final MetricEvaluator errors = MetricEvaluator.of(SYMPTOM, ERRORS);
  private final MetricEvaluator trend = MetricEvaluator.of(SYMPTOM, TREND);

  private Observation errors(double ratio, long samples) {
    return errors.evaluate(
        (metric, at) -> Optional.of(new SignalReader.Signal(ratio, samples)), NIGHT);
  }

  /** The counter's increase over the window, and over the baseline. */
  private Observation trend(double inWindow, double inBaseline) {
    Map<Instant, Double> values = new HashMap<>();
    values.put(NIGHT, 1_000.0);
    values.put(NIGHT.minus(WINDOW), 1_000.0 - inWindow);
    values.put(NIGHT.minus(Duration.ofHours(1)), 1_000.0 - inBaseline);
    return trend.evaluate(
        (metric, at) -> Optional.ofNullable(values.get(at)).map(v -> new SignalReader.Signal(v, 1)),
        NIGHT);
  }

  @Test
  void valueBeyondTheThreshold_isObserved_withItsEvidence() {
    Observation.Observed seen = (Observation.Observed) errors(0.02, 150);
    assertThat(seen.evidence().value()).isEqualTo(0.02);
    assertThat(seen.evidence().threshold()).isEqualTo(0.01);
    assertThat(seen.evidence().window()).isEqualTo(WINDOW);
    assertThat(seen.evidence().samples()).isEqualTo(150);
    assertThat(seen.evidence().signal()).isEqualTo("errors");
    assertThat(seen.evidence().unit()).isEqualTo("ratio");
  }

  @Test
  void valueAtTheThreshold_isNotAboveIt() {
    assertThat(errors(0.01, 150)).isInstanceOf(Observation.NotObserved.class);
  }

  @Test
  void symptom_goesOnUntilTheClearThreshold_andKeepsItsFirstTime() {
    Observation first = errors(0.02, 150);
    Observation between = errors(0.007, 150);
    assertThat(between).isInstanceOf(Observation.Observed.class);
    assertThat(((Observation.Observed) between).since())
        .isEqualTo(((Observation.Observed) first).since());
    assertThat(((Observation.Observed) between).evidence().threshold()).isEqualTo(0.005);
    assertThat(errors(0.005, 150)).isInstanceOf(Observation.NotObserved.class);
    assertThat(errors(0.007, 150)).isInstanceOf(Observation.NotObserved.class);
  }

  @Test
  void tooFewSamples_areNotEvaluable_andForgetTheSymptom() {
    errors(0.02, 150);
    assertThat(errors(0.02, 99))
        .isEqualTo(
            new Observation.NotEvaluable(
                SYMPTOM, "errors rests on 99 samples, and at least 100 are needed"));
    assertThat(errors(0.007, 150)).isInstanceOf(Observation.NotObserved.class);
  }

  @Test
  void missingOrMeaninglessValue_isNotEvaluable_neverAbsent() {
    assertThat(errors.evaluate((metric, at) -> Optional.empty(), NIGHT))
        .isEqualTo(new Observation.NotEvaluable(SYMPTOM, "nothing here measures errors"));
    assertThat(errors(Double.NaN, 500)).isInstanceOf(Observation.NotEvaluable.class);
  }

  @Test
  void ownThreshold_ofAService_standsInTheEvidence() {
    MetricEvaluator own = MetricEvaluator.of(SYMPTOM, ERRORS.withThresholds(0.05, 0.02));
    Observation seen =
        own.evaluate((m, at) -> Optional.of(new SignalReader.Signal(0.03, 200)), NIGHT);
    assertThat(seen).isInstanceOf(Observation.NotObserved.class);
    assertThat(((Observation.NotObserved) seen).evidence().threshold()).isEqualTo(0.05);
  }

  @Test
  void counterThatGrowsTwiceAsFast_isObserved_untilItIsNearlyUsual() {
    assertThat(trend(10, 100)).isInstanceOf(Observation.NotObserved.class);
    assertThat(trend(20, 120)).isInstanceOf(Observation.Observed.class);
    assertThat(trend(14, 120)).isInstanceOf(Observation.Observed.class);
    assertThat(trend(11, 120)).isInstanceOf(Observation.NotObserved.class);
  }

  @Test
  void fewEvents_areNoTrend() {
    assertThat(trend(9, 9)).isInstanceOf(Observation.NotObserved.class);
  }

  @Test
  void counterThatWasReset_orIsYoungerThanItsBaseline_isNotEvaluable() {
    assertThat(trend(-5, 100)).isEqualTo(new Observation.NotEvaluable(SYMPTOM, "fives was reset"));
    assertThat(
            trend.evaluate(
                (m, at) ->
                    at.isBefore(NIGHT.minus(WINDOW))
                        ? Optional.empty()
                        : Optional.of(new SignalReader.Signal(50, 1)),
                NIGHT))
        .isEqualTo(new Observation.NotEvaluable(SYMPTOM, "fives is not known for the last PT1H"));
  }
}
