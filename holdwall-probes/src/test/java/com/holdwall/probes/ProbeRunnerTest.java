package com.holdwall.probes;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.runbook.catalog.HoldwallRunbooks;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a runner does when its threads fail it. */
class ProbeRunnerTest {

  @Test
  void worker_thatIsRefusedOnce_delaysTheNextCheck_andDoesNotEndThem() {
    ManualTimer timer = new ManualTimer();
    ScriptedProbe probe = new ScriptedProbe("database");
    AtomicInteger refusals = new AtomicInteger(3);
    try (EventQueue events = new EventQueue(List.of())) {
      ProbeRunner runner =
          new ProbeRunner(
              probe,
              ProbeSettings.every(Duration.ofSeconds(1)),
              timer,
              task -> {
                if (refusals.getAndDecrement() > 0) {
                  throw new RejectedExecutionException();
                }
                task.run();
              },
              () -> Long.MIN_VALUE,
              new ProbeState(probe, events, timer.now()),
              new SymptomBoard(HoldwallRunbooks.catalog(), Set.of("database"), events),
              () -> {});
      runner.start();
      timer.advance(Duration.ofSeconds(10));
      assertThat(probe.checks.get()).isGreaterThanOrEqualTo(8);
      assertThat(timer.waiting()).isEqualTo(1);
    }
  }
}
