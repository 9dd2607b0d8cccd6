package com.holdwall.probes;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.redact.Redactor;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a runner does when its threads fail it. */
class ProbeRunnerTest {

  /** Refuses the first tasks, then runs each at once. */
  private static final class Refusing extends AbstractExecutorService {

    private int refusals = 3;

    @Override
    public void execute(Runnable task) {
      if (refusals-- > 0) {
        throw new RejectedExecutionException("no thread is free");
      }
      task.run();
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }

  @Test
  void worker_thatIsRefusedThrice_delaysTheNextCheck_andDoesNotEndThem() {
    ManualTimer timer = new ManualTimer();
    ScriptedProbe probe = new ScriptedProbe("database");
    Refusing threads = new Refusing();
    try (EventQueue events = new EventQueue(List.of())) {
      ProbeRunner runner =
          new ProbeRunner(
              probe,
              ProbeSettings.every(Duration.ofSeconds(1)),
              new RunnerTools(
                  timer,
                  new Workers(threads, threads),
                  () -> Long.MIN_VALUE,
                  events,
                  new SymptomBoard(HoldwallRunbooks.catalog(), Set.of("database"), events),
                  new Cleaner(Redactor.standard()),
                  () -> {}));
      runner.start();
      timer.advance(Duration.ofSeconds(10));
      assertThat(probe.checks.get()).isGreaterThanOrEqualTo(6);
      assertThat(timer.waiting()).isEqualTo(1);
    }
  }
}
