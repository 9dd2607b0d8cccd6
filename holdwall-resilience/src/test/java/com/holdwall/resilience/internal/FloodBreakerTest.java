package com.holdwall.resilience.internal;

import static com.holdwall.resilience.internal.FloodBreaker.Verdict.GIVE_UP;
import static com.holdwall.resilience.internal.FloodBreaker.Verdict.HOLD;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FloodBreakerTest {

  private static final int MINIMUM = 20;

  private final FloodBreaker breaker = new FloodBreaker(MINIMUM);

  @Test
  void recordThatFailsWhileOthersAreServed_isGivenUp() {
    FloodBreaker.Evidence evidence = breaker.evidence();
    breaker.failed();
    breaker.succeeded();
    assertThat(breaker.judge(evidence, 1, false)).isEqualTo(GIVE_UP);
  }

  @Test
  void onlyRecordThereIs_isHeld_sinceNothingTellsItFromAnOutage() {
    FloodBreaker.Evidence evidence = breaker.evidence();
    breaker.failed();
    breaker.failed();
    assertThat(breaker.judge(evidence, 2, false)).isEqualTo(HOLD);
    assertThat(breaker.judge(evidence, 2, true)).isEqualTo(GIVE_UP);
  }

  /** However well it went before: what counts is what happened since the record failed first. */
  @Property(tries = 200)
  void outageAfterAnySuccess_holdsEveryRecord_andShowsAsOne(
      @ForAll @IntRange(max = 5_000) int before,
      @ForAll @IntRange(min = MINIMUM, max = 200) int failing) {
    FloodBreaker fresh = new FloodBreaker(MINIMUM);
    for (int i = 0; i < before; i++) {
      fresh.succeeded();
    }
    List<FloodBreaker.Evidence> evidence = new ArrayList<>();
    for (int i = 0; i < failing; i++) {
      evidence.add(fresh.evidence());
      fresh.failed();
    }
    assertThat(evidence).allSatisfy(e -> assertThat(fresh.judge(e, 1, false)).isEqualTo(HOLD));
    for (int i = 1; i <= failing; i++) {
      assertThat(fresh.held()).isEqualTo(i >= MINIMUM);
    }
  }

  /** Records that fail for ever are no outage of the others. */
  @Property(tries = 200)
  void recordsHeldWhileAsManyAreServed_areNeverAnOutage(
      @ForAll @IntRange(min = 1, max = 50) int servedForEach,
      @ForAll @IntRange(max = 500) int holds) {
    FloodBreaker fresh = new FloodBreaker(MINIMUM);
    for (int i = 0; i < holds; i++) {
      assertThat(fresh.held()).isFalse();
      for (int k = 0; k <= servedForEach; k++) {
        fresh.succeeded();
      }
    }
  }

  @Test
  void afterAnOutage_itTakesAsManyHeldAgain() {
    for (int i = 0; i < MINIMUM; i++) {
      boolean outage = breaker.held();
      assertThat(outage).isEqualTo(i == MINIMUM - 1);
    }
    breaker.recovered();
    assertThat(breaker.held()).isFalse();
  }
}
