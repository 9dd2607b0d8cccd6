package com.holdwall.resilience;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AdaptiveThrottleTest {

  private final FakeTime time = new FakeTime();
  private final SplittableRandom seeded = new SplittableRandom(7);
  private final AdaptiveThrottle throttle = AdaptiveThrottle.create(time, seeded::nextLong);

  @Test
  void allCallsAccepted_refusesNone() {
    assertThat(sent(10_000, 1)).isEqualTo(10_000);
    assertThat(throttle.rejectProbability()).isZero();
  }

  @Test
  void sevenInTenCallsAccepted_refusesNearlyNone() {
    assertThat(sent(10_000, 0.7)).isGreaterThan(9_950);
  }

  @Test
  void noCallAccepted_refusesNearlyAll() {
    long sent = sent(10_000, 0);
    assertThat(sent).isLessThan(50);
    assertThat(throttle.refused()).isEqualTo(10_000 - sent);
    assertThat(throttle.rejectProbability()).isGreaterThan(0.99);
  }

  @Test
  void noCallAccepted_stillLetsOnePerSecondThrough() {
    sent(100_000, 0);
    int through = 0;
    for (int i = 0; i < 100; i++) {
      time.advance(ofMillis(100));
      through += throttle.tryAcquire() ? 1 : 0;
    }
    assertThat(through).isBetween(10, 11);
  }

  @Test
  void twoMinutesOn_theOutageIsForgotten() {
    sent(1_000, 0);
    time.advance(ofMinutes(2).plus(ofSeconds(5)));
    assertThat(throttle.rejectProbability()).isZero();
  }

  private long sent(int calls, double accepted) {
    return IntStream.range(0, calls)
        .filter(
            i -> {
              boolean through = throttle.tryAcquire();
              if (through && seeded.nextDouble() < accepted) {
                throttle.accepted();
              }
              return through;
            })
        .count();
  }
}
