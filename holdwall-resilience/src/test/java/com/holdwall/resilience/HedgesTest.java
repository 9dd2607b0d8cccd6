package com.holdwall.resilience;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.resilience.internal.HedgeDelay;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whether a call may send a second attempt, without the call. */
class HedgesTest {

  private static final long DELAY = ofMillis(5).toNanos();

  private final FakeTime time = new FakeTime();
  private final Breaker breaker = Breaker.named("db").time(time, bound -> bound / 2).build();
  private final RetryBudget budget = RetryBudget.ofTokens(14);
  private final List<GuardEvent> events = new ArrayList<>();

  @Test
  void hedgeThatMayBeSent_hasAPermit_isCountedAndTold() {
    GuardCore core = core(HedgeDelay.fixed(DELAY));
    AsyncAttempt second = Objects.requireNonNull(new Hedges(core, HedgeDelay.fixed(DELAY)).take(2));
    assertThat(second.hedge).isTrue();
    assertThat(second.permit).isEqualTo(breaker.tryAcquire());
    assertThat(second.startNanos).isEqualTo(time.nanos());
    assertThat(core.tally.counts().hedges()).isEqualTo(1);
    assertThat(events).containsExactly(new GuardEvent("db", GuardEvent.Type.HEDGED, 2, null));
    assertThat(budget.available()).isZero();
  }

  @Test
  void emptyBudget_deniesIt_andSaysSo() {
    GuardCore core = core(HedgeDelay.fixed(DELAY));
    assertThat(budget.tryTake(RetryBudget.Cost.HEDGE)).isTrue();
    assertThat(new Hedges(core, HedgeDelay.fixed(DELAY)).take(1)).isNull();
    assertThat(core.tally.counts().budgetDenied()).isEqualTo(1);
    assertThat(core.tally.counts().hedges()).isZero();
    assertThat(events).isEmpty();
  }

  @Test
  void eleventhHedgeInABurst_isDenied_whereAtMostOneCallInTwentyIsHedged() {
    GuardCore core = core(HedgeDelay.fixedForFew(DELAY));
    Hedges hedges = new Hedges(core, HedgeDelay.fixedForFew(DELAY));
    for (int i = 0; i < 10; i++) {
      assertThat(hedges.take(1)).isNotNull();
      budget.succeededAfter(RetryBudget.Cost.HEDGE);
    }
    assertThat(hedges.take(1)).isNull();
    assertThat(core.tally.counts().budgetDenied()).isEqualTo(1);
  }

  @Test
  void openBreaker_refusesIt_withoutAWord() {
    breaker.switchTo(BreakerPhase.FORCED_OPEN);
    GuardCore core = core(HedgeDelay.fixed(DELAY));
    assertThat(new Hedges(core, HedgeDelay.fixed(DELAY)).take(1)).isNull();
    assertThat(core.tally.counts()).isEqualTo(new GuardCounts(0, 0, 0, 0, 0, 0, 0, 0, 0));
    assertThat(events).isEmpty();
  }

  @Test
  void answerThatIsLate_bringsTheHedge() throws Exception {
    CountDownLatch due = new CountDownLatch(1);
    HedgeDelay delay = HedgeDelay.fixed(DELAY);
    new Hedges(core(delay), delay).whenDue(new CompletableFuture<>(), time.nanos(), due::countDown);
    assertThat(due.await(9, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void latenciesThatWereLearnt_setTheNextDelay() {
    HedgeDelay delay = HedgeDelay.ofP95(time.nanos());
    Hedges hedges = new Hedges(core(delay), delay);
    assertThat(delay.delayNanos(time.nanos())).isEqualTo(HedgeDelay.NONE);
    for (int i = 0; i < 100; i++) {
      AsyncAttempt attempt = new AsyncAttempt(0, time.nanos(), false);
      time.advance(ofMillis(40));
      hedges.learn(attempt);
    }
    time.advance(ofSeconds(3));
    assertThat(delay.delayNanos(time.nanos()))
        .isBetween(ofMillis(40).toNanos(), ofMillis(43).toNanos());
  }

  private GuardCore core(HedgeDelay delay) {
    GuardCore core =
        new GuardCore(
            new GuardSettings(
                "db",
                null,
                1,
                breaker,
                budget,
                null,
                0,
                0,
                delay,
                true,
                Runnable::run,
                FailureClassifier.standard(),
                RetryAfterMode.STANDARD,
                time,
                time,
                bound -> 0));
    core.listen(events::add);
    return core;
  }
}
