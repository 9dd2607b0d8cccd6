package com.holdwall.runbook.diagnosis;

import static com.holdwall.runbook.diagnosis.SmallCatalog.CACHE;
import static com.holdwall.runbook.diagnosis.SmallCatalog.CACHE_COMPLAINTS;
import static com.holdwall.runbook.diagnosis.SmallCatalog.CACHE_ERRORS;
import static com.holdwall.runbook.diagnosis.SmallCatalog.CACHE_SLOW;
import static com.holdwall.runbook.diagnosis.SmallCatalog.DATABASE;
import static com.holdwall.runbook.diagnosis.SmallCatalog.LATENCY;
import static com.holdwall.runbook.diagnosis.SmallCatalog.NIGHT;
import static com.holdwall.runbook.diagnosis.SmallCatalog.P95;
import static com.holdwall.runbook.diagnosis.SmallCatalog.POOL_FULL;
import static com.holdwall.runbook.diagnosis.SmallCatalog.REFUSED;
import static com.holdwall.runbook.diagnosis.SmallCatalog.TIMEOUTS;
import static com.holdwall.runbook.diagnosis.SmallCatalog.health;
import static com.holdwall.runbook.diagnosis.SmallCatalog.input;
import static com.holdwall.runbook.diagnosis.SmallCatalog.notObserved;
import static com.holdwall.runbook.diagnosis.SmallCatalog.observed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.runbook.DiagnosisStep;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.Section;
import com.holdwall.runbook.Status;
import com.holdwall.runbook.StepId;
import com.holdwall.runbook.SymptomId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which runbooks apply, in which order, and what comes next. */
class DiagnoserTest {

  private final Diagnoser diagnoser = SmallCatalog.diagnoser();

  private DiagnosisReport diagnose(SymptomId... symptoms) {
    return diagnoser.diagnose(
        input(java.util.Arrays.stream(symptoms).map(SmallCatalog::observed).toList()));
  }

  private static List<RunbookId> order(DiagnosisReport report) {
    return report.ranked().stream().map(ranked -> ranked.runbook().id()).toList();
  }

  private static List<Integer> ranks(DiagnosisReport report) {
    return report.ranked().stream().map(RankedRunbook::rank).toList();
  }

  @Test
  void nothingObserved_noRunbookApplies() {
    assertThat(diagnose().ranked()).isEmpty();
  }

  @Test
  void oneDiscriminatingSymptom_isEnough() {
    assertThat(order(diagnose(REFUSED))).containsExactly(DATABASE);
  }

  @Test
  void oneSupportingSymptom_isNotEnough() {
    assertThat(diagnose(TIMEOUTS).ranked()).isEmpty();
  }

  @Test
  void symptomThatMakesNoRunbookApply_isInEveryReportNevertheless() {
    DiagnosisReport alone = diagnose(TIMEOUTS);
    assertThat(alone.toText()).contains("no runbook applies", "Requests time out (database)");
    assertThat(alone.toMarkdown()).contains("No runbook applies", "Requests time out (`database`)");
    DiagnosisReport beside = diagnose(CACHE_ERRORS, TIMEOUTS);
    assertThat(order(beside)).containsExactly(CACHE);
    assertThat(beside.alone()).extracting(LoneSymptom::words).containsExactly("Requests time out");
    assertThat(beside.toText()).contains("also observed Requests time out");
    assertThat(beside.toMarkdown()).contains("## Also observed, not enough on its own");
  }

  @Test
  void twoSupportingSymptoms_areEnough() {
    assertThat(order(diagnose(CACHE_SLOW, CACHE_COMPLAINTS))).containsExactly(CACHE);
  }

  @Test
  void oneSupportingSymptom_whileItsComponentIsIll_isEnough() {
    for (Status ill : List.of(Status.DOWN, Status.DEGRADED)) {
      DiagnosisReport report =
          diagnoser.diagnose(input(List.of(observed(TIMEOUTS)), health(DATABASE, ill)));
      assertThat(order(report)).as(ill.name()).containsExactly(DATABASE);
    }
  }

  @Test
  void oneSupportingSymptom_whileItsComponentIsUpOrUnknown_isNotEnough() {
    for (Status other : List.of(Status.UP, Status.UNKNOWN)) {
      DiagnosisReport report =
          diagnoser.diagnose(input(List.of(observed(TIMEOUTS)), health(DATABASE, other)));
      assertThat(report.ranked()).as(other.name()).isEmpty();
    }
  }

  @Test
  void cause_comesBeforeWhatItExplains_whateverTheCatalogsOrder() {
    DiagnosisReport report = diagnose(P95, REFUSED);
    assertThat(order(report)).containsExactly(DATABASE, LATENCY);
    assertThat(report.ranked().get(1).explainedBy()).containsExactly(DATABASE);
    assertThat(report.ranked().get(0).explainedBy()).isEmpty();
  }

  @Test
  void effect_withoutItsCause_isRankedFirst() {
    DiagnosisReport report = diagnose(P95);
    assertThat(order(report)).containsExactly(LATENCY);
    assertThat(report.ranked().get(0).explainedBy()).isEmpty();
  }

  @Test
  void doubleFault_givesBothRunbooks_andTheTieIsShown() {
    DiagnosisReport report = diagnose(REFUSED, CACHE_ERRORS, P95);
    assertThat(order(report)).containsExactly(CACHE, DATABASE, LATENCY);
    assertThat(ranks(report)).containsExactly(1, 1, 3);
    assertThat(report.ranked().get(2).explainedBy()).containsExactlyInAnyOrder(CACHE, DATABASE);
  }

  @Test
  void moreDiscriminatingSymptoms_rankFirst() {
    DiagnosisReport report = diagnose(REFUSED, POOL_FULL, CACHE_ERRORS, CACHE_SLOW);
    assertThat(order(report)).containsExactly(DATABASE, CACHE);
    assertThat(ranks(report)).containsExactly(1, 2);
  }

  @Test
  void probeOfItsComponentThatIsUp_contradicts_andRanksBehind() {
    DiagnosisReport report =
        diagnoser.diagnose(
            input(
                List.of(observed(REFUSED), observed(CACHE_ERRORS)),
                health(CACHE, Status.UP),
                health(DATABASE, Status.DOWN)));
    assertThat(order(report)).containsExactly(DATABASE, CACHE);
    assertThat(report.ranked().get(1).contradictions())
        .containsExactly("probe cache is UP: it is UP");
  }

  @Test
  void symptomWithoutObservation_isNotEvaluable_neverAbsent() {
    RankedRunbook database = diagnose(REFUSED).ranked().get(0);
    assertThat(database.notObserved()).isEmpty();
    assertThat(database.notEvaluable())
        .extracting(Observation.NotEvaluable::symptom)
        .containsExactly(POOL_FULL, TIMEOUTS);
    assertThat(database.notEvaluable())
        .extracting(Observation.NotEvaluable::reason)
        .containsOnly("nothing that watches it is registered");
  }

  @Test
  void coverage_countsWhatCouldBeEvaluated() {
    DiagnosisReport report =
        diagnoser.diagnose(input(List.of(observed(REFUSED), notObserved(POOL_FULL))));
    assertThat(report.evaluable()).isEqualTo(2);
    assertThat(report.symptoms()).isEqualTo(7);
  }

  @Test
  void command_whosePreconditionIsViolated_isHeldBack_andNoShortTermStepTakesItsPlace() {
    RankedRunbook database = diagnose(REFUSED).ranked().get(0);
    assertThat(database.heldBack())
        .extracting(step -> step.step().id())
        .containsExactly(new StepId(DATABASE, Section.IMMEDIATE, 1));
    assertThat(database.next()).isEmpty();
  }

  @Test
  void command_whosePreconditionHoldsOrIsUnknown_isNext() {
    RankedRunbook holds =
        diagnoser
            .diagnose(input(List.of(observed(POOL_FULL), notObserved(REFUSED))))
            .ranked()
            .get(0);
    assertThat(holds.heldBack()).isEmpty();
    assertThat(holds.next().orElseThrow().preconditions())
        .extracting(NextStep.Checked::answer)
        .containsExactly(NextStep.Answer.HOLDS, NextStep.Answer.UNKNOWN);
    RankedRunbook unknown = diagnose(POOL_FULL).ranked().get(0);
    assertThat(unknown.next().orElseThrow().preconditions())
        .extracting(NextStep.Checked::answer)
        .containsOnly(NextStep.Answer.UNKNOWN);
  }

  @Test
  void executedSteps_carryTheirResults_andTheOthersAreLeft() {
    StepResult done =
        new StepResult(
            SmallCatalog.diagnosis(DATABASE, 1), StepResult.Outcome.DONE, "DOWN: refused", NIGHT);
    RankedRunbook database =
        diagnoser
            .diagnose(
                new DiagnosisInput(
                    "shop", NIGHT, List.of(observed(REFUSED)), List.of(done), List.of()))
            .ranked()
            .get(0);
    assertThat(database.executed()).containsExactly(done);
    assertThat(database.left()).extracting(DiagnosisStep::text).containsExactly("Read the log");
  }

  @Test
  void observationOfAnUnknownSymptom_isRefusedByName() {
    SymptomId stranger = SymptomId.parse("database/unheard-of");
    assertThatThrownBy(() -> diagnose(stranger))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("symptom 'database/unheard-of' must be of the catalogue 'Small'");
  }

  @Test
  void twoObservationsOfOneSymptom_areRefused() {
    assertThatThrownBy(() -> diagnose(REFUSED, REFUSED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("each symptom must have at most one observation");
  }

  @Test
  void blankService_isRefused() {
    assertThatThrownBy(() -> new DiagnosisInput(" ", NIGHT, List.of(), List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("service must not be blank, but is ' '");
  }

  @Test
  void explanationsThatExplainEachOther_areRefused() {
    assertThatThrownBy(
            () -> new Explanations(Map.of(DATABASE, Set.of(CACHE), CACHE, Set.of(DATABASE))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must not explain each other");
  }
}
