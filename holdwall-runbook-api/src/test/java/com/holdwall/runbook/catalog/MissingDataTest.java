package com.holdwall.runbook.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.runbook.Comparison;
import com.holdwall.runbook.Evidence;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.SymptomId;
import com.holdwall.runbook.diagnosis.Diagnoser;
import com.holdwall.runbook.diagnosis.DiagnosisInput;
import com.holdwall.runbook.diagnosis.DiagnosisReport;
import com.holdwall.runbook.diagnosis.RankedRunbook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What nobody measures is unknown in the diagnosis, and never healthy. */
class MissingDataTest {

  private static final Instant NIGHT = Instant.parse("2026-11-24T03:00:00Z");
  private static final Evidence EVIDENCE =
      new Evidence(
          "recorded", 1, Comparison.AT_LEAST, 1, "times", Duration.ofMinutes(5), 100, "test", "");

  static Stream<SymptomId> symptoms() {
    return HoldwallSymptoms.all().stream();
  }

  private static DiagnosisReport diagnose(Stream<Observation> observations) {
    return Diagnoser.of(HoldwallRunbooks.catalog(), HoldwallRunbooks.explanations())
        .diagnose(new DiagnosisInput("shop", NIGHT, observations.toList(), List.of(), List.of()));
  }

  private static RankedRunbook runbook(DiagnosisReport report, SymptomId symptom) {
    return report.ranked().stream()
        .filter(ranked -> ranked.runbook().id().equals(symptom.runbook()))
        .findFirst()
        .orElseThrow();
  }

  /** Everything else is observed, so each symptom's runbook applies and lists its three answers. */
  @ParameterizedTest
  @MethodSource("symptoms")
  void symptom_whoseSignalIsRemoved_isNotEvaluable_withAReason(SymptomId removed) {
    DiagnosisReport report =
        diagnose(
            symptoms()
                .filter(symptom -> !symptom.equals(removed))
                .map(symptom -> new Observation.Observed(symptom, NIGHT, EVIDENCE)));
    RankedRunbook ranked = runbook(report, removed);
    assertThat(ranked.notEvaluable())
        .singleElement()
        .satisfies(
            unknown -> {
              assertThat(unknown.symptom()).isEqualTo(removed);
              assertThat(unknown.reason()).isNotBlank();
            });
    assertThat(ranked.notObserved()).isEmpty();
    assertThat(report.evaluable()).isEqualTo(29);
    assertThat(report.symptoms()).isEqualTo(30);
  }

  @ParameterizedTest
  @MethodSource("symptoms")
  void symptom_thatItsWatcherCannotTell_keepsTheWatchersReason(SymptomId broken) {
    DiagnosisReport report =
        diagnose(
            symptoms()
                .map(
                    symptom ->
                        symptom.equals(broken)
                            ? new Observation.NotEvaluable(symptom, "the check itself broke")
                            : new Observation.Observed(symptom, NIGHT, EVIDENCE)));
    assertThat(runbook(report, broken).notEvaluable())
        .containsExactly(new Observation.NotEvaluable(broken, "the check itself broke"));
    assertThat(report.evaluable()).isEqualTo(29);
  }

  @Test
  void serviceWithoutAnySignal_saysThatNothingCanBeEvaluated() {
    DiagnosisReport report = diagnose(Stream.of());
    assertThat(report.evaluable()).isZero();
    assertThat(report.ranked()).isEmpty();
    assertThat(report.toText()).contains("0 of 30 symptoms can be evaluated here");
    assertThat(report.toMarkdown()).contains("0 of 30 symptoms can be evaluated here");
  }
}
