package com.holdwall.resilience;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BreakerHealthTest {

  private final FakeTime time = new FakeTime();
  private final Breaker breaker = Breaker.named("db").time(time, bound -> bound / 2).build();

  @Test
  void threeFailedChecksRunning_open() {
    report(Health.DOWN, Health.DOWN, Health.UP, Health.DOWN, Health.DOWN);
    assertThat(breaker.phase()).isEqualTo(BreakerPhase.CLOSED);
    report(Health.DOWN);
    assertThat(breaker.phase()).isEqualTo(BreakerPhase.OPEN);
  }

  @Test
  void twoGoodChecksRunning_leadToHalfOpen_neverStraightToClosed() {
    report(Health.DOWN, Health.DOWN, Health.DOWN, Health.UP);
    assertThat(breaker.phase()).isEqualTo(BreakerPhase.OPEN);
    report(Health.UP, Health.UP, Health.UP, Health.UP);
    assertThat(breaker.phase()).isEqualTo(BreakerPhase.HALF_OPEN);
  }

  @Test
  void brokenCheck_isIgnored() {
    report(Health.DOWN, Health.UNKNOWN, Health.DOWN, Health.UNKNOWN, Health.UNKNOWN);
    assertThat(breaker.phase()).isEqualTo(BreakerPhase.CLOSED);
    report(Health.DOWN);
    assertThat(breaker.phase()).isEqualTo(BreakerPhase.OPEN);
  }

  @Test
  void staleCheck_isIgnored() {
    long longAgo = time.nanos();
    time.advance(ofSeconds(31));
    for (int i = 0; i < 10; i++) {
      breaker.healthPort().report(Health.DOWN, longAgo);
    }
    assertThat(breaker.phase()).isEqualTo(BreakerPhase.CLOSED);
  }

  @Test
  void failedChecksFarApart_areNotARun() {
    for (int i = 0; i < 10; i++) {
      report(Health.DOWN);
      time.advance(ofSeconds(31));
    }
    assertThat(breaker.phase()).isEqualTo(BreakerPhase.CLOSED);
  }

  @Test
  void whileChecksFail_itStaysOpen_andACheckThatStopsCannotHoldIt() {
    report(Health.DOWN, Health.DOWN, Health.DOWN);
    for (int i = 0; i < 10; i++) {
      time.advance(ofSeconds(4));
      report(Health.DOWN);
      assertThat(breaker.tryAcquire()).isEqualTo(Breaker.REJECTED);
    }
    time.advance(ofSeconds(5));
    assertThat(breaker.tryAcquire()).isNotEqualTo(Breaker.REJECTED);
    assertThat(breaker.phase()).isEqualTo(BreakerPhase.HALF_OPEN);
  }

  @Test
  void goodChecks_doNotShortenAnOpeningByFailedCalls() {
    for (int i = 0; i < 20; i++) {
      breaker.failed(breaker.tryAcquire(), 1);
    }
    report(Health.UP, Health.UP, Health.UP);
    assertThat(breaker.phase()).isEqualTo(BreakerPhase.OPEN);
  }

  private void report(Health... healths) {
    for (Health health : healths) {
      breaker.healthPort().report(health, time.nanos());
    }
  }
}
