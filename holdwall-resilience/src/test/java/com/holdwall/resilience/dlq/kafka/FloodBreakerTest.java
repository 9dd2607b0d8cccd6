package com.holdwall.resilience.dlq.kafka;

import static com.holdwall.resilience.dlq.kafka.FloodBreaker.Verdict.GIVE_UP;
import static com.holdwall.resilience.dlq.kafka.FloodBreaker.Verdict.HOLD;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FloodBreakerTest {

  private final FloodBreaker breaker = new FloodBreaker(20);

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
  @Property
  void outageAfterAnySuccess_holdsEveryRecord(
      @ForAll @IntRange(max = 5_000) int before,
      @ForAll @IntRange(min = 2, max = 200) int failing) {
    FloodBreaker fresh = new FloodBreaker(20);
    for (int i = 0; i < before; i++) {
      fresh.succeeded();
    }
    List<FloodBreaker.Evidence> evidence = new ArrayList<>();
    for (int i = 0; i < failing; i++) {
      evidence.add(fresh.evidence());
      fresh.failed();
    }
    assertThat(evidence).allSatisfy(e -> assertThat(fresh.judge(e, 1, false)).isEqualTo(HOLD));
  }

  @Test
  void recordThatFailedBeforeTheOutageToo_isHeldOnceTheOutageShows() {
    FloodBreaker.Evidence evidence = breaker.evidence();
    breaker.failed();
    for (int i = 0; i < 1_000; i++) {
      breaker.succeeded();
    }
    assertThat(breaker.judge(evidence, 1, false)).isEqualTo(GIVE_UP);
    for (int i = 0; i < 10; i++) {
      breaker.failed();
    }
    assertThat(breaker.judge(evidence, 1, false)).isEqualTo(HOLD);
    for (int i = 0; i < 11; i++) {
      breaker.succeeded();
    }
    assertThat(breaker.judge(evidence, 1, false)).isEqualTo(GIVE_UP);
  }

  @Test
  void flood_isHeldBackFromRetryTopicsToo() {
    FloodBreaker.Evidence evidence = breaker.evidence();
    for (int i = 0; i < 21; i++) {
      breaker.failed();
    }
    assertThat(breaker.judge(evidence, 1, true)).isEqualTo(HOLD);
    for (int i = 0; i < 21; i++) {
      breaker.succeeded();
    }
    assertThat(breaker.judge(evidence, 1, true)).isEqualTo(GIVE_UP);
  }

  @Test
  void asManyHeldAsTheMinimum_areAnOutage() {
    assertThat(breaker.outage(19)).isFalse();
    assertThat(breaker.outage(20)).isTrue();
  }
}
