package com.holdwall.probes;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.redact.Redactor;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a runner does when its threads fail it. */
class ProbeRunnerTest {

  /** Threads that need no end. */
  private abstract static class Threads extends AbstractExecutorService {

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

  /** Keeps tasks and runs none. */
  private static final class Holding extends Threads {

    private final List<Runnable> held;

    private Holding(List<Runnable> held) {
      this.held = held;
    }

    @Override
    public void execute(Runnable task) {
      held.add(task);
    }
  }

  /** Refuses the first tasks, then runs each at once. */
  private static final class Refusing extends Threads {

    private int refusals;

    private Refusing(int refusals) {
      this.refusals = refusals;
    }

    @Override
    public void execute(Runnable task) {
      if (refusals-- > 0) {
        throw new RejectedExecutionException("no thread is free");
      }
      task.run();
    }
  }

  /** Has no memory for one of its tasks. */
  private static final class Forgetful implements ProbeTimer {

    private final ManualTimer time = new ManualTimer();
    private int untilLost;

    private Forgetful(int lost) {
      untilLost = lost;
    }

    @Override
    public Instant now() {
      return time.now();
    }

    @Override
    public long nanoTime() {
      return time.nanoTime();
    }

    @Override
    public Scheduled schedule(Duration delay, Runnable task) {
      if (--untilLost == 0) {
        throw new OutOfMemoryError("a test's own");
      }
      return time.schedule(delay, task);
    }

    void advanceThrough(Duration by) {
      for (Duration left = by; !left.isZero(); left = left.minusMillis(100)) {
        try {
          time.advance(Duration.ofMillis(100));
        } catch (OutOfMemoryError lost) {
          // A real timer's thread goes on, or does not.
        }
      }
    }

    @Override
    public void close() {
      time.close();
    }
  }

  private static ProbeRunner runner(
      Probe probe, ProbeTimer timer, EventQueue events, ExecutorService threads) {
    return new ProbeRunner(
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
  }

  @Test
  void worker_thatIsRefusedThrice_delaysTheNextCheck_andDoesNotEndThem() {
    ManualTimer timer = new ManualTimer();
    ScriptedProbe probe = new ScriptedProbe("database");
    try (EventQueue events = new EventQueue(List.of())) {
      runner(probe, timer, events, new Refusing(3)).start();
      timer.advance(Duration.ofSeconds(10));
      assertThat(probe.checks.get()).isGreaterThanOrEqualTo(6);
      assertThat(timer.waiting()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8, 9})
  void taskThatTheTimerHasNoMemoryFor_delaysTheNextCheck_andDoesNotEndThem(int lost) {
    Forgetful timer = new Forgetful(lost);
    ScriptedProbe probe = new ScriptedProbe("database");
    try (EventQueue events = new EventQueue(List.of())) {
      ProbeRunner runner = runner(probe, timer, events, new Refusing(0));
      runner.start();
      timer.advanceThrough(Duration.ofSeconds(6));
      runner.keep();
      int before = probe.checks.get();
      timer.advanceThrough(Duration.ofSeconds(6));
      assertThat(probe.checks.get() - before).isBetween(5, 7);
      assertThat(timer.time.waiting()).isEqualTo(1);
    }
  }

  @Test
  void checkThatNeverBegan_isForgotten_andTheNextOneRuns_butNotTheFirstOneToo() {
    ManualTimer timer = new ManualTimer();
    ScriptedProbe probe = new ScriptedProbe("database");
    List<Runnable> held = new ArrayList<>();
    try (EventQueue events = new EventQueue(List.of())) {
      ProbeRunner runner = runner(probe, timer, events, new Holding(held));
      runner.start();
      timer.advance(Duration.ofSeconds(4));
      Runnable neverBegan = held.get(0);
      runner.keep();
      held.clear();
      timer.advance(Duration.ofSeconds(4));
      neverBegan.run();
      assertThat(probe.checks).as("one that was given up calls nothing").hasValue(0);
      held.get(0).run();
      assertThat(probe.checks).hasValue(1);
    }
  }

  @Test
  void deadlineThatTheTimerLost_isKept_andItsCheckIsStuck() {
    ManualTimer timer = new ManualTimer();
    ScriptedProbe probe = new ScriptedProbe("database");
    List<Runnable> held = new ArrayList<>();
    try (EventQueue events = new EventQueue(List.of())) {
      ProbeRunner runner = runner(probe, timer, events, new Holding(held));
      runner.start();
      timer.advance(Duration.ofMillis(100));
      assertThat(held).hasSize(1);
      timer.close();
      timer.advance(Duration.ofSeconds(5));
      runner.keep();
      assertThat(held).as("the check, and its report of the hang").hasSize(2);
      held.get(1).run();
      assertThat(runner.state().health().stuck()).isTrue();
    }
  }

  @Test
  void timerThatLives_isLeftAlone() {
    ManualTimer timer = new ManualTimer();
    ScriptedProbe probe = new ScriptedProbe("database");
    try (EventQueue events = new EventQueue(List.of())) {
      ProbeRunner runner = runner(probe, timer, events, new Refusing(0));
      runner.keep();
      assertThat(probe.checks).as("not started").hasValue(0);
      runner.start();
      for (int i = 0; i < 100; i++) {
        timer.advance(Duration.ofMillis(100));
        runner.keep();
      }
      assertThat(probe.checks.get()).isBetween(9, 12);
      runner.close();
      timer.close();
      int before = probe.checks.get();
      timer.advance(Duration.ofSeconds(10));
      runner.keep();
      assertThat(probe.checks).as("closed").hasValue(before);
    }
  }

  @Test
  void checkThatHasNoMemory_isTold_andIsNotTheLast() {
    ManualTimer timer = new ManualTimer();
    ScriptedProbe probe = new ScriptedProbe("database");
    probe.does(
        () -> {
          throw new OutOfMemoryError("a test's own");
        });
    try (EventQueue events = new EventQueue(List.of())) {
      ProbeRunner runner = runner(probe, timer, events, new Refusing(0));
      runner.start();
      timer.advance(Duration.ofSeconds(10));
      assertThat(probe.checks.get()).isGreaterThanOrEqualTo(9);
      assertThat(runner.state().health().summary())
          .isEqualTo("the check itself broke: java.lang.OutOfMemoryError");
    }
  }
}
