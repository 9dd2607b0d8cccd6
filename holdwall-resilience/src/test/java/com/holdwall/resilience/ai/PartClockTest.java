package com.holdwall.resilience.ai;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.resilience.FakeTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PartClockTest {

  private static final Timeouts TIMEOUTS =
      new Timeouts(ofSeconds(3), ofSeconds(5), ofSeconds(2), ofSeconds(10));

  private final FakeTime time = new FakeTime();

  @Test
  void firstContent_hasItsOwnTime_andTheConnectionAShorterOne() {
    PartClock clock = clock(ofSeconds(60));
    assertThat(clock.connectNanos()).isEqualTo(ofSeconds(3).toNanos());
    time.advance(ofSeconds(5).minusNanos(1));
    assertThat(clock.over(time.nanos())).isFalse();
    time.advance(Duration.ofNanos(1));
    assertThat(clock.over(time.nanos())).isTrue();
  }

  @Test
  void callThatHasLessTime_isOverWithThat() {
    PartClock clock = clock(ofSeconds(1));
    assertThat(clock.connectNanos()).isEqualTo(ofSeconds(1).toNanos());
    assertThat(clock.arm(time.nanos())).isEqualTo(ofSeconds(1).toNanos());
  }

  @Test
  void eachPart_beginsTheTimeAnew_withinTheTotal() {
    PartClock clock = clock(ofSeconds(60));
    for (int second = 1; second < 10; second++) {
      time.advance(ofSeconds(1));
      clock.next(time.nanos());
      long left = Math.min(2, 10 - second);
      assertThat(clock.arm(time.nanos())).isEqualTo(ofSeconds(left).toNanos());
    }
    time.advance(ofSeconds(3));
    clock.next(time.nanos());
    assertThat(clock.arm(time.nanos())).as("past the total").isZero();
    assertThat(clock.over(time.nanos())).isTrue();
  }

  @Test
  void timerThatLooksTooEarly_isKept_andOneThatLooksTooLateIsNot() {
    PartClock clock = clock(ofSeconds(60));
    assertThat(clock.watched()).as("not set yet").isFalse();
    clock.arm(time.nanos());
    assertThat(clock.watched()).isTrue();
    clock.next(time.nanos());
    assertThat(clock.watched()).as("it looks after 5 s, and 2 s are given").isFalse();
    clock.arm(time.nanos());
    time.advance(ofSeconds(1));
    clock.next(time.nanos());
    assertThat(clock.watched()).as("it looks after 2 s, and 3 s are given").isTrue();
    time.advance(ofSeconds(1));
    assertThat(clock.over(time.nanos())).isFalse();
    assertThat(clock.watched()).as("it has looked").isFalse();
  }

  private PartClock clock(Duration limit) {
    Router<String, String> router =
        ModelRouter.<String, String>builder()
            .model(Model.<String, String>named("gpt", request -> request).timeouts(TIMEOUTS))
            .time(time, time, bound -> 0)
            .router();
    Admission admission = new Admission(1, Cooldown.NOT_COOLING, 0, false);
    ModelCall call =
        new ModelCall(router, router.models.get(0), admission, time.nanos(), limit.toNanos(), true);
    return new PartClock(call, time.nanos());
  }
}
