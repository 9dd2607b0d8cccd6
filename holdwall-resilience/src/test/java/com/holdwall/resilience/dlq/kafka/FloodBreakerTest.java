package com.holdwall.resilience.dlq.kafka;

import static com.holdwall.resilience.dlq.kafka.FloodBreaker.Verdict.GIVE_UP;
import static com.holdwall.resilience.dlq.kafka.FloodBreaker.Verdict.HOLD;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FloodBreakerTest {

  private final AtomicLong now = new AtomicLong();
  private final FloodBreaker breaker = new FloodBreaker(20, now::get);

  @Test
  void recordThatFailsWhileOthersAreServed_isGivenUp() {
    FloodBreaker.Evidence evidence = failed(breaker);
    breaker.succeeded();
    assertThat(breaker.judge(evidence, false)).isEqualTo(GIVE_UP);
  }

  private static FloodBreaker.Evidence failed(FloodBreaker breaker) {
    breaker.failed();
    return breaker.evidence();
  }

  private void succeeded(int times) {
    for (int i = 0; i < times; i++) {
      breaker.succeeded();
    }
  }

  @Test
  void onlyRecordThereIs_isHeld_sinceNothingTellsItFromAnOutage() {
    FloodBreaker.Evidence evidence = failed(breaker);
    assertThat(breaker.judge(evidence, false)).isEqualTo(HOLD);
    assertThat(breaker.judge(evidence, true)).isEqualTo(GIVE_UP);
  }

  /** However well it went before: what counts is what happened since the record failed first. */
  @Property
  void outageAfterAnySuccess_holdsEveryRecord(
      @ForAll @IntRange(max = 5_000) int before,
      @ForAll @IntRange(min = 2, max = 200) int failing) {
    FloodBreaker fresh = new FloodBreaker(20, now::get);
    for (int i = 0; i < before; i++) {
      fresh.succeeded();
    }
    List<FloodBreaker.Evidence> evidence = new ArrayList<>();
    for (int i = 0; i < failing; i++) {
      evidence.add(failed(fresh));
    }
    assertThat(evidence).allSatisfy(e -> assertThat(fresh.judge(e, false)).isEqualTo(HOLD));
    assertThat(fresh.outage(20)).isEqualTo(failing >= 20);
  }

  /** Nor does it matter when the poisonous ones fail, and how often they are tried. */
  @Property
  void oneRecordInTenIsPoisonous_eachIsGivenUp_onceOthersWereServed_andItIsNoOutage(
      @ForAll @IntRange(min = 100, max = 2_000) int records) {
    FloodBreaker fresh = new FloodBreaker(20, now::get);
    List<FloodBreaker.Evidence> evidence = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      if (i % 10 == 0) {
        evidence.add(failed(fresh));
      } else {
        fresh.succeeded();
      }
      assertThat(fresh.outage(1_000)).isFalse();
    }
    fresh.succeeded();
    assertThat(evidence).allSatisfy(e -> assertThat(fresh.judge(e, false)).isEqualTo(GIVE_UP));
  }

  @Test
  void recordThatFailedBeforeTheOutageToo_isHeldOnceTheOutageShows() {
    FloodBreaker.Evidence evidence = failed(breaker);
    succeeded(1_000);
    assertThat(breaker.judge(evidence, false)).isEqualTo(GIVE_UP);
    for (int i = 0; i < 20; i++) {
      breaker.failed();
    }
    assertThat(breaker.judge(evidence, false)).isEqualTo(HOLD);
    assertThat(breaker.evident(evidence)).isTrue();
    succeeded(41);
    assertThat(breaker.judge(evidence, false)).isEqualTo(GIVE_UP);
  }

  @Test
  void flood_isHeldBackFromRetryTopicsToo() {
    FloodBreaker.Evidence evidence = failed(breaker);
    for (int i = 0; i < 20; i++) {
      breaker.failed();
    }
    assertThat(breaker.judge(evidence, true)).isEqualTo(HOLD);
    succeeded(41);
    assertThat(breaker.judge(evidence, true)).isEqualTo(GIVE_UP);
  }

  @Test
  void halfOfTheRecordsFail_eachIsHeld() {
    FloodBreaker.Evidence evidence = failed(breaker);
    for (int i = 0; i < 100; i++) {
      breaker.failed();
      breaker.succeeded();
    }
    assertThat(breaker.judge(evidence, false)).isEqualTo(HOLD);
  }

  @Test
  void asManyHeldAsTheMinimum_areAnOutage_onlyIfTheLastOnesFailed() {
    for (int i = 0; i < 19; i++) {
      breaker.failed();
    }
    assertThat(breaker.outage(20)).isFalse();
    breaker.failed();
    assertThat(breaker.outage(19)).isFalse();
    assertThat(breaker.outage(20)).isTrue();
  }

  @Test
  void evidenceIsGoodForTheNextOfItsKey_forTenSeconds() {
    FloodBreaker.Evidence evidence = failed(breaker);
    now.addAndGet(TimeUnit.SECONDS.toNanos(10) - 1);
    assertThat(breaker.fresh(evidence)).isTrue();
    now.incrementAndGet();
    assertThat(breaker.fresh(evidence)).isFalse();
  }

  @Test
  void outageThatIsOver_isForgotten() {
    for (int i = 0; i < 30; i++) {
      breaker.failed();
    }
    FloodBreaker.Evidence evidence = breaker.evidence();
    breaker.over();
    assertThat(breaker.outage(20)).isFalse();
    breaker.succeeded();
    assertThat(breaker.judge(evidence, false)).isEqualTo(GIVE_UP);
  }
}
