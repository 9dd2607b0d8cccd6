package com.holdwall.resilience.dlq.jdbc;

import static com.holdwall.resilience.dlq.jdbc.OutageRule.Verdict.GIVE_UP;
import static com.holdwall.resilience.dlq.jdbc.OutageRule.Verdict.HOLD;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OutageRuleTest {

  private static final int MINIMUM = 20;

  private final OutageRule rule = new OutageRule(MINIMUM);

  @Test
  void recordThatFailsWhileOthersAreServed_isGivenUp() {
    OutageRule.Evidence evidence = rule.evidence();
    rule.failed();
    rule.succeeded();
    assertThat(rule.judge(evidence, 1, false)).isEqualTo(GIVE_UP);
  }

  @Test
  void onlyRecordThereIs_isHeld_sinceNothingTellsItFromAnOutage() {
    OutageRule.Evidence evidence = rule.evidence();
    rule.failed();
    rule.failed();
    assertThat(rule.judge(evidence, 2, false)).isEqualTo(HOLD);
    assertThat(rule.judge(evidence, 2, true)).isEqualTo(GIVE_UP);
  }

  /** However well it went before: what counts is what happened since the record failed first. */
  @Property(tries = 200)
  void outageAfterAnySuccess_holdsEveryRecord_andShowsAsOne(
      @ForAll @IntRange(max = 5_000) int before,
      @ForAll @IntRange(min = MINIMUM, max = 200) int failing) {
    OutageRule fresh = new OutageRule(MINIMUM);
    for (int i = 0; i < before; i++) {
      fresh.succeeded();
    }
    List<OutageRule.Evidence> evidence = new ArrayList<>();
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
    OutageRule fresh = new OutageRule(MINIMUM);
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
      boolean outage = rule.held();
      assertThat(outage).isEqualTo(i == MINIMUM - 1);
    }
    rule.recovered();
    assertThat(rule.held()).isFalse();
  }
}
