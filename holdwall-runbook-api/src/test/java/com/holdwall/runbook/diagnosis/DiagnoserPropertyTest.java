package com.holdwall.runbook.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.runbook.Observation;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every set of observations. */
class DiagnoserPropertyTest {

  private enum Answer {
    OBSERVED,
    NOT_OBSERVED,
    SILENT
  }

  @Provide
  Arbitrary<List<Answer>> answers() {
    return Arbitraries.of(Answer.class).list().ofSize(SmallCatalog.SYMPTOMS.size());
  }

  private static DiagnosisInput input(List<Answer> answers, Status database, Random order) {
    List<Observation> observations = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      if (answers.get(i) == Answer.OBSERVED) {
        observations.add(SmallCatalog.observed(SmallCatalog.SYMPTOMS.get(i)));
      } else if (answers.get(i) == Answer.NOT_OBSERVED) {
        observations.add(SmallCatalog.notObserved(SmallCatalog.SYMPTOMS.get(i)));
      }
    }
    Collections.shuffle(observations, order);
    return SmallCatalog.input(observations, SmallCatalog.health(SmallCatalog.DATABASE, database));
  }

  @Property
  void sameObservations_inAnyOrder_giveTheSameReport(
      @ForAll("answers") List<Answer> answers, @ForAll Status database, @ForAll Random random) {
    Diagnoser diagnoser = SmallCatalog.diagnoser();
    DiagnosisReport one = diagnoser.diagnose(input(answers, database, random));
    DiagnosisReport other = diagnoser.diagnose(input(answers, database, random));
    assertThat(other).isEqualTo(one);
    assertThat(other.toText()).isEqualTo(one.toText());
    assertThat(other.toMarkdown()).isEqualTo(one.toMarkdown());
  }

  @Property
  void effect_neverComesBeforeItsCause(
      @ForAll("answers") List<Answer> answers, @ForAll Status database, @ForAll Random random) {
    List<RankedRunbook> ranked =
        SmallCatalog.diagnoser().diagnose(input(answers, database, random)).ranked();
    List<RunbookId> before = new ArrayList<>();
    int last = 0;
    for (RankedRunbook runbook : ranked) {
      assertThat(before).containsAll(runbook.explainedBy());
      assertThat(runbook.rank()).isBetween(Math.max(1, last), before.size() + 1);
      assertThat(runbook.observed()).isNotEmpty();
      before.add(runbook.runbook().id());
      last = runbook.rank();
    }
  }

  @Property
  void everySymptomOfARankedRunbook_hasExactlyOneAnswer(
      @ForAll("answers") List<Answer> answers, @ForAll Status database, @ForAll Random random) {
    for (RankedRunbook ranked :
        SmallCatalog.diagnoser().diagnose(input(answers, database, random)).ranked()) {
      int known =
          ranked.observed().size() + ranked.notObserved().size() + ranked.notEvaluable().size();
      assertThat(known).isEqualTo(ranked.runbook().symptoms().size());
    }
  }
}
