package com.holdwall.probes;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.runbook.Comparison;
import com.holdwall.runbook.DetectionCondition.ProbeCondition;
import com.holdwall.runbook.Evidence;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.SymptomId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Counting checks in a row. */
class FindingStateTest {

  private static final SymptomId SYMPTOM = SymptomId.parse("disk-space-issues/no-space");
  private static final Instant START = Instant.parse("2026-11-24T03:00:00Z");

  private enum Seen {
    PRESENT,
    ABSENT,
    UNKNOWN,
    NOTHING
  }

  private FindingState state = fresh();
  private int checks;

  private static FindingState fresh() {
    return new FindingState(SYMPTOM, new ProbeCondition("disk", Set.of("FULL"), 2, 3));
  }

  private Observation sees(Seen seen) {
    state.update("disk", readings(seen), START.plusSeconds(10L * checks++));
    return state.answer();
  }

  private static List<Reading> readings(Seen seen) {
    Evidence evidence =
        new Evidence(
            "used",
            seen == Seen.PRESENT ? 99 : 50,
            Comparison.AT_LEAST,
            95,
            "%",
            Duration.ZERO,
            1,
            "probe disk",
            "");
    return switch (seen) {
      case PRESENT -> List.of(new Reading.Present("FULL", evidence));
      case ABSENT -> List.of(new Reading.Absent("FULL", evidence));
      case UNKNOWN -> List.of(new Reading.Unknown("FULL", "it cannot be read"));
      case NOTHING -> List.of(new Reading.Present("ANOTHER", evidence));
    };
  }

  @Test
  void answer_beforeTheFirstCheck_isNotEvaluable() {
    assertThat(state.answer())
        .isEqualTo(new Observation.NotEvaluable(SYMPTOM, "no check of probe 'disk' has ended yet"));
  }

  @Test
  void hits_belowTheCount_areNotObservedAndSaySo() {
    Observation answer = sees(Seen.PRESENT);
    assertThat(answer).isInstanceOf(Observation.NotObserved.class);
    assertThat(((Observation.NotObserved) answer).evidence().detail())
        .isEqualTo("seen in 1 of the 2 checks it takes");
    assertThat(state.unsettled("disk")).isTrue();
  }

  @Test
  void hits_inARow_areObservedSinceTheFirst_withTheWindowAndTheSamples() {
    sees(Seen.PRESENT);
    Observation.Observed observed = (Observation.Observed) sees(Seen.PRESENT);
    assertThat(observed.since()).isEqualTo(START);
    assertThat(observed.evidence().window()).isEqualTo(Duration.ofSeconds(10));
    assertThat(observed.evidence().samples()).isEqualTo(2);
    assertThat(state.unsettled("disk")).isFalse();
  }

  @Test
  void miss_betweenHits_startsTheCountAgain() {
    sees(Seen.PRESENT);
    sees(Seen.ABSENT);
    assertThat(sees(Seen.PRESENT)).isInstanceOf(Observation.NotObserved.class);
  }

  @Test
  void observed_isOverAfterSoManyMissesInARow_andNotBefore() {
    sees(Seen.PRESENT);
    sees(Seen.PRESENT);
    assertThat(sees(Seen.ABSENT)).isInstanceOf(Observation.Observed.class);
    assertThat(sees(Seen.ABSENT)).isInstanceOf(Observation.Observed.class);
    assertThat(state.unsettled("disk")).isTrue();
    assertThat(sees(Seen.ABSENT)).isInstanceOf(Observation.NotObserved.class);
  }

  @Test
  void unknown_isNotEvaluable_andMissingReadingsAreUnknownToo() {
    assertThat(sees(Seen.UNKNOWN))
        .isEqualTo(new Observation.NotEvaluable(SYMPTOM, "it cannot be read"));
    assertThat(sees(Seen.NOTHING))
        .isEqualTo(
            new Observation.NotEvaluable(SYMPTOM, "the last check gave no reading for FULL"));
  }

  @Test
  void readingsOfAnotherProbe_changeNothing() {
    state.update("other", readings(Seen.PRESENT), START);
    assertThat(state.answer()).isInstanceOf(Observation.NotEvaluable.class);
    assertThat(state.unsettled("other")).isFalse();
  }

  @Provide
  Arbitrary<List<Seen>> histories() {
    return Arbitraries.of(Seen.class).list().ofMaxSize(60);
  }

  /** A second, slower definition of the same rule, over the whole history. */
  @Property
  void anyHistory_isObservedExactlyWhenTheRuleSaysSo(@ForAll("histories") List<Seen> history) {
    state = fresh();
    boolean observed = false;
    int hits = 0;
    int misses = 0;
    for (Seen seen : history) {
      if (seen == Seen.PRESENT) {
        hits++;
        misses = 0;
        observed |= hits >= 2;
      } else if (seen == Seen.ABSENT) {
        misses++;
        if (!observed || misses >= 3) {
          hits = 0;
          observed = false;
        }
      }
      assertThat(sees(seen) instanceof Observation.Observed).isEqualTo(observed);
    }
  }

  @Property
  void anyHistory_neverReadsNotObserved_whenTheLastCheckCouldNotTell(
      @ForAll("histories") List<Seen> history) {
    state = fresh();
    for (Seen seen : history) {
      Observation answer = sees(seen);
      if (seen == Seen.UNKNOWN || seen == Seen.NOTHING) {
        assertThat(answer).isNotInstanceOf(Observation.NotObserved.class);
      }
    }
  }
}
