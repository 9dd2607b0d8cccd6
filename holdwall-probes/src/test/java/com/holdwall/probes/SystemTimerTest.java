package com.holdwall.probes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The timer of a registry that is being closed. */
class SystemTimerTest {

  /** Seen as a stack trace from a probe's thread: its check ended while the registry closed. */
  @Test
  void taskThatComesAfterClose_isDropped_withoutAnException() {
    AtomicInteger runs = new AtomicInteger();
    SystemTimer timer = new SystemTimer();
    timer.close();
    timer.schedule(Duration.ZERO, runs::incrementAndGet).cancel();
    assertThat(runs).hasValue(0);
  }
}
