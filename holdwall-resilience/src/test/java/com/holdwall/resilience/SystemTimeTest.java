package com.holdwall.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SystemTimeTest {

  @Test
  void sleep_takesAtLeastTheTimeAsked() throws InterruptedException {
    long start = Ticker.system().nanos();
    Sleeper.system().sleep(3_000_000);
    assertThat(Ticker.system().nanos() - start).isGreaterThanOrEqualTo(3_000_000);
  }

  @Test
  void sleep_ofNothing_returnsAtOnce() throws InterruptedException {
    Sleeper.system().sleep(0);
    Sleeper.system().sleep(-1);
  }

  @Test
  void sleep_ofAnInterruptedThread_throwsAndClearsTheFlag() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Sleeper.system().sleep(0)).isInstanceOf(InterruptedException.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void randomSource_drawsBelowTheBound() {
    assertThat(RandomSource.system().nextLong(1)).isZero();
    assertThat(RandomSource.system().nextLong(10)).isBetween(0L, 9L);
  }
}
