package com.holdwall.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The machine's time at its end. */
class SystemTimerTest {

  @Test
  void closedTimer_runsNothingAndThrowsNothing_forACheckThatEndsMeanwhile() {
    SystemTimer timer = new SystemTimer();
    AtomicBoolean ran = new AtomicBoolean();
    timer.close();
    assertThatCode(() -> timer.schedule(Duration.ZERO, () -> ran.set(true)).cancel())
        .doesNotThrowAnyException();
    assertThat(ran).isFalse();
  }
}
