package com.holdwall.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.runbook.DetectionCondition;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.SymptomId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What people and other systems say, and when it ends. */
class ReportsTest {

  private static final SymptomId SYMPTOM = SymptomId.parse("high-error-rate/user-complaints");
  private static final Instant START = Instant.parse("2026-11-24T03:00:00Z");

  private static Report report(boolean present) {
    return new Report(SYMPTOM, present, "alice", "checkout fails", Duration.ofHours(1));
  }

  @Test
  void report_isObserved_untilItIsClearedOrExpires() {
    ReportState state = new ReportState(SYMPTOM);
    assertThat(state.answer()).isInstanceOf(Observation.NotEvaluable.class);
    state.report(report(true), START);
    assertThat(state.answer()).isInstanceOf(Observation.Observed.class);
    state.report(report(false), START.plusSeconds(60));
    assertThat(state.answer()).isInstanceOf(Observation.NotObserved.class);
    assertThat(state.expire(START.plusSeconds(60).plus(Duration.ofMinutes(59)))).isTrue();
    assertThat(state.expire(START.plusSeconds(60).plus(Duration.ofHours(1)))).isFalse();
    assertThat(state.answer()).isInstanceOf(Observation.NotEvaluable.class);
  }

  @Test
  void report_repeated_keepsItsBeginning() {
    ReportState state = new ReportState(SYMPTOM);
    state.report(report(true), START);
    state.report(report(true), START.plusSeconds(600));
    assertThat(((Observation.Observed) state.answer()).since()).isEqualTo(START);
  }

  @Test
  void alerts_areCountedByFingerprint_andEndOneByOne() {
    AlertState state = new AlertState(SYMPTOM, Set.of("KubePodCrashLooping"));
    assertThat(state.alert(new Alert("Other", true, "f", ""), START)).isFalse();
    state.alert(new Alert("KubePodCrashLooping", true, "f1", ""), START);
    state.alert(new Alert("KubePodCrashLooping", true, "f2", ""), START);
    assertThat(((Observation.Observed) state.answer()).evidence().value()).isEqualTo(2);
    state.alert(new Alert("KubePodCrashLooping", false, "f1", ""), START);
    assertThat(state.answer()).isInstanceOf(Observation.Observed.class);
    state.alert(new Alert("KubePodCrashLooping", false, "f2", ""), START);
    assertThat(state.answer()).isInstanceOf(Observation.NotObserved.class);
  }

  @Test
  void alerts_thatAreNotRepeated_expire() {
    AlertState state = new AlertState(SYMPTOM, Set.of("A"));
    state.alert(new Alert("A", true, "f", ""), START);
    state.expire(START.plus(AlertState.VALID_FOR));
    assertThat(state.answer()).isInstanceOf(Observation.NotEvaluable.class);
  }

  @Test
  void alerts_ofAThousandFingerprints_areBounded() {
    AlertState state = new AlertState(SYMPTOM, Set.of("A"));
    for (int i = 0; i < 1_000; i++) {
      state.alert(new Alert("A", true, "f" + i, ""), START);
    }
    assertThat(((Observation.Observed) state.answer()).evidence().value())
        .isEqualTo(AlertState.MOST);
  }

  @Test
  void anyOf_aReportAndAnAlert_isObservedByEither() {
    ConditionState state =
        new DetectionCondition.AnyOf(
                List.of(
                    new DetectionCondition.OperatorReport(),
                    new DetectionCondition.ExternalAlert(Set.of("A"))))
            .fold(new ConditionStates(SYMPTOM, Set.of(), null));
    state.alert(new Alert("A", true, "f", ""), START);
    assertThat(state.answer()).isInstanceOf(Observation.Observed.class);
    state.alert(new Alert("A", false, "f", ""), START);
    state.report(report(true), START);
    assertThat(state.answer()).isInstanceOf(Observation.Observed.class);
  }

  @Test
  void badReports_areRefusedByName() {
    assertThatThrownBy(() -> new Report(SYMPTOM, true, " ", "", Duration.ofHours(1)))
        .hasMessage("reporter must not be blank, but is ' '");
    assertThatThrownBy(() -> new Report(SYMPTOM, true, "a", "", Duration.ofDays(2)))
        .hasMessage("validFor must be longer than zero and at most a day, but is PT48H");
    assertThatThrownBy(() -> new Alert("", true, "", ""))
        .hasMessage("alert name must not be blank, but is ''");
  }
}
