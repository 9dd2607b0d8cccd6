package com.holdwall.resilience;

import static com.holdwall.resilience.BreakerPhase.CLOSED;
import static com.holdwall.resilience.BreakerPhase.HALF_OPEN;
import static com.holdwall.resilience.BreakerPhase.OPEN;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.resilience.BreakerTransition.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BreakerTest {

  private static final long FAST = 1;

  private final FakeTime time = new FakeTime();

  /** Draws the middle, which is no spread at all. */
  private final RandomSource middle = bound -> bound / 2;

  private final List<Reason> reasons = new ArrayList<>();

  @Test
  void fewerThanTheMinimumOfCalls_doNotOpen_andTheNextOneDecides() {
    Breaker breaker = breaker(Breaker.named("db"));
    fail(breaker, 19);
    assertThat(breaker.phase()).isEqualTo(CLOSED);
    succeed(breaker, 1);
    assertThat(breaker.phase()).isEqualTo(OPEN);
    assertThat(reasons).containsExactly(Reason.FAILURE_RATE);
  }

  @Test
  void halfOfTheCallsFailing_opens_andLessDoesNot() {
    Breaker breaker = breaker(Breaker.named("db"));
    succeed(breaker, 11);
    fail(breaker, 10);
    assertThat(breaker.phase()).isEqualTo(CLOSED);
    fail(breaker, 1);
    assertThat(breaker.phase()).isEqualTo(OPEN);
  }

  @Test
  void failuresOlderThanTheTimeWindow_areForgotten() {
    Breaker breaker = breaker(Breaker.named("db"));
    fail(breaker, 19);
    time.advance(ofSeconds(31));
    fail(breaker, 19);
    assertThat(breaker.phase()).isEqualTo(CLOSED);
    assertThat(breaker.counts().calls()).isEqualTo(19);
  }

  @Test
  void countWindow_holdsTheLastCallsOnly() {
    Breaker breaker = breaker(Breaker.named("db").countWindow(10));
    succeed(breaker, 25);
    fail(breaker, 4);
    assertThat(breaker.counts()).isEqualTo(new BreakerCounts(10, 4, 0, 0, 0, 0));
    succeed(breaker, 10);
    assertThat(breaker.counts()).isEqualTo(new BreakerCounts(10, 0, 0, 0, 0, 0));
    fail(breaker, 5);
    assertThat(breaker.phase()).isEqualTo(OPEN);
  }

  @Test
  void slowCalls_openToo() {
    Breaker breaker = breaker(Breaker.named("db").slowCalls(80, ofMillis(100)));
    for (int i = 0; i < 20; i++) {
      breaker.succeeded(breaker.tryAcquire(), ofMillis(100).toNanos());
    }
    assertThat(breaker.phase()).isEqualTo(OPEN);
    assertThat(reasons).containsExactly(Reason.SLOW_CALLS);
  }

  @Test
  void open_refusesUntilItsTimeIsOver_andThenLetsOneThrough() {
    Breaker breaker = opened();
    assertThat(breaker.tryAcquire()).isEqualTo(Breaker.REJECTED);
    time.advance(ofSeconds(5));
    assertThat(breaker.tryAcquire()).isNotEqualTo(Breaker.REJECTED);
    assertThat(breaker.phase()).isEqualTo(HALF_OPEN);
    assertThat(breaker.tryAcquire()).isEqualTo(Breaker.REJECTED);
    assertThat(breaker.counts().rejected()).isEqualTo(2);
  }

  @Test
  void halfOpen_growsFromOneCallToTwoToFour_andClosesAfterTen() {
    Breaker breaker = opened();
    time.advance(ofSeconds(5));
    for (int round : new int[] {1, 2, 4, 3}) {
      List<Long> permits = permits(breaker);
      assertThat(permits).hasSize(round);
      assertThat(breaker.phase()).isEqualTo(HALF_OPEN);
      permits.forEach(permit -> breaker.succeeded(permit, FAST));
    }
    assertThat(breaker.phase()).isEqualTo(CLOSED);
    assertThat(reasons).endsWith(Reason.OPEN_TIME_OVER, Reason.PROBES_SUCCEEDED);
  }

  @Test
  void openTime_doublesUpToTheLimit_andIsForgottenAfterAHealthyWindow() {
    Breaker breaker = opened();
    for (int seconds : new int[] {5, 10, 20, 40, 50, 50}) {
      assertThat(breaker.openFor()).isEqualTo(ofSeconds(seconds));
      time.advance(ofSeconds(seconds));
      breaker.failed(breaker.tryAcquire(), FAST);
    }
    time.advance(ofSeconds(60));
    recover(breaker);
    time.advance(ofSeconds(30));
    fail(breaker, 20);
    assertThat(breaker.openFor()).isEqualTo(ofSeconds(5));
  }

  @Test
  void openingAgainRightAfterRecovery_staysOpenLonger() {
    Breaker breaker = opened();
    time.advance(ofSeconds(5));
    recover(breaker);
    fail(breaker, 20);
    assertThat(breaker.openFor()).isEqualTo(ofSeconds(10));
  }

  @Test
  void openTime_isSpreadByAFifth() {
    BreakerSettings low = Breaker.named("db").time(time, bound -> 0).build().settings;
    BreakerSettings high = Breaker.named("db").time(time, bound -> bound - 1).build().settings;
    assertThat(Duration.ofNanos(low.openNanos(0))).isEqualTo(ofSeconds(4));
    assertThat(Duration.ofNanos(high.openNanos(0))).isEqualTo(ofSeconds(6));
    assertThat(Duration.ofNanos(low.openNanos(9))).isEqualTo(ofSeconds(40));
    assertThat(Duration.ofNanos(high.openNanos(9))).isEqualTo(ofSeconds(60));
  }

  @Test
  void targetThatAsksForTime_isNotFailing_butKeepsAnOpenBreakerOpenUntilThen() {
    Breaker breaker = breaker(Breaker.named("db"));
    breaker.throttled(breaker.tryAcquire(), ofSeconds(42));
    assertThat(breaker.counts().calls()).isZero();
    assertThat(breaker.phase()).isEqualTo(CLOSED);
    time.advance(ofSeconds(2));
    fail(breaker, 20);
    assertThat(breaker.openFor()).isEqualTo(ofSeconds(40));

    time.advance(ofSeconds(40));
    breaker.throttled(breaker.tryAcquire(), ofSeconds(30));
    assertThat(breaker.phase()).isEqualTo(BreakerPhase.OPEN);
    assertThat(breaker.openFor()).isEqualTo(ofSeconds(30));

    time.advance(ofSeconds(30));
    breaker.throttled(breaker.tryAcquire(), Duration.ZERO);
    assertThat(breaker.phase()).isEqualTo(BreakerPhase.HALF_OPEN);
  }

  @Test
  void retryAfter_keepsItOpen_upToAMinute() {
    Breaker breaker = breaker(Breaker.named("db"));
    fail(breaker, 19);
    breaker.failed(breaker.tryAcquire(), FAST, ofSeconds(42));
    assertThat(breaker.openFor()).isEqualTo(ofSeconds(42));

    Breaker greedy = breaker(Breaker.named("db"));
    fail(greedy, 19);
    greedy.failed(greedy.tryAcquire(), FAST, ofSeconds(4201));
    assertThat(greedy.openFor()).isEqualTo(ofSeconds(60));
  }

  @Test
  void released_countsForNothing_andFreesItsProbe() {
    Breaker breaker = opened();
    time.advance(ofSeconds(5));
    breaker.release(breaker.tryAcquire());
    assertThat(permits(breaker)).hasSize(1);
    assertThat(breaker.counts().calls()).isZero();
  }

  @Test
  void hungProbe_expiresAsFailed_andItsLateResultIsIgnored() {
    Breaker breaker = opened();
    time.advance(ofSeconds(5));
    long hung = breaker.tryAcquire();
    time.advance(ofSeconds(30));
    assertThat(breaker.tryAcquire()).isEqualTo(Breaker.REJECTED);
    assertThat(breaker.phase()).isEqualTo(OPEN);
    time.advance(ofSeconds(10));
    recover(breaker);
    breaker.failed(hung, FAST);
    assertThat(breaker.counts().stale()).isEqualTo(1);
    assertThat(breaker.counts().failed()).isZero();
  }

  @Test
  void failuresOfTheClosedState_neverCountInHalfOpen() {
    Breaker breaker = breaker(Breaker.named("db"));
    List<Long> old = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      old.add(breaker.tryAcquire());
    }
    fail(breaker, 20);
    time.advance(ofSeconds(5));
    long probe = breaker.tryAcquire();
    old.forEach(permit -> breaker.failed(permit, FAST));
    old.forEach(permit -> breaker.succeeded(permit, FAST));
    old.forEach(breaker::release);
    assertThat(breaker.phase()).isEqualTo(HALF_OPEN);
    assertThat(permits(breaker)).isEmpty();
    assertThat(breaker.counts()).isEqualTo(new BreakerCounts(0, 0, 0, 0, 1, 300));
    breaker.succeeded(probe, FAST);
    assertThat(breaker.counts().calls()).isEqualTo(1);
  }

  @Test
  void switchedByHand_obeys() {
    Breaker breaker = breaker(Breaker.named("db"));
    breaker.switchTo(BreakerPhase.FORCED_OPEN);
    time.advance(ofSeconds(601));
    assertThat(breaker.tryAcquire()).isEqualTo(Breaker.REJECTED);
    breaker.switchTo(BreakerPhase.DISABLED);
    fail(breaker, 100);
    breaker.switchTo(BreakerPhase.METRICS_ONLY);
    fail(breaker, 100);
    assertThat(breaker.phase()).isEqualTo(BreakerPhase.METRICS_ONLY);
    assertThat(breaker.counts().failed()).isEqualTo(100);
    breaker.switchTo(CLOSED);
    assertThat(breaker.counts().failed()).isZero();
  }

  @Test
  void listenerThatThrows_doesNotDisturbTheCall() {
    Breaker breaker = Breaker.named("db").time(time, middle).build();
    breaker.onTransition(
        transition -> {
          throw new IllegalStateException("broken listener");
        });
    fail(breaker, 20);
    assertThat(breaker.phase()).isEqualTo(OPEN);
  }

  @Test
  void builder_withBadValues_saysWhichAndWhy() {
    assertThatThrownBy(() -> Breaker.named(" ")).hasMessage("name must not be blank, but is ' '");
    assertThatThrownBy(() -> Breaker.named("db").failureRate(0))
        .hasMessage("failureRate must be from 1 to 100, but is 0");
    assertThatThrownBy(() -> Breaker.named("db").openTime(ofSeconds(2), ofSeconds(1)))
        .hasMessage("longest must not be shorter than first PT2S, but is PT1S");
  }

  private Breaker opened() {
    Breaker breaker = breaker(Breaker.named("db"));
    fail(breaker, 20);
    assertThat(breaker.phase()).isEqualTo(OPEN);
    return breaker;
  }

  private Breaker breaker(BreakerBuilder builder) {
    Breaker breaker = builder.time(time, middle).build();
    breaker.onTransition(transition -> reasons.add(transition.reason()));
    return breaker;
  }

  private static void fail(Breaker breaker, int calls) {
    for (int i = 0; i < calls; i++) {
      breaker.failed(breaker.tryAcquire(), FAST);
    }
  }

  private static void succeed(Breaker breaker, int calls) {
    for (int i = 0; i < calls; i++) {
      breaker.succeeded(breaker.tryAcquire(), FAST);
    }
  }

  private static void recover(Breaker breaker) {
    succeed(breaker, 10);
    assertThat(breaker.phase()).isEqualTo(CLOSED);
  }

  private static List<Long> permits(Breaker breaker) {
    List<Long> permits = new ArrayList<>();
    for (long p = breaker.tryAcquire(); p != Breaker.REJECTED; p = breaker.tryAcquire()) {
      permits.add(p);
    }
    return permits;
  }
}
