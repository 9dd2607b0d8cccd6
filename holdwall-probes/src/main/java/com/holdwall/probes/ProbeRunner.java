package com.holdwall.probes;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Runs one probe: one check at a time, each with a deadline. A check that misses it is interrupted
 * and abandoned once; until its thread is back no other is started, and the probe's own {@link
 * Probe#overdue} speaks instead, under a deadline of its own. So a probe that hangs for ever costs
 * two threads at the most.
 */
final class ProbeRunner {

  private final Probe probe;
  private final ProbeSettings settings;
  private final ProbeTimer timer;
  private final Executor workers;
  private final RandomGenerator random;
  private final ProbeState state;
  private final SymptomBoard symptoms;
  private final Runnable changed;

  private boolean closed;

  /** The call whose answer is waited for. */
  private @Nullable ProbeRun active;

  /** The check that missed its deadline and has not come back. */
  private @Nullable ProbeRun stuckCheck;

  /** The call of {@link Probe#overdue} that did not come back either. */
  private @Nullable ProbeRun stuckReport;

  ProbeRunner(
      Probe probe,
      ProbeSettings settings,
      ProbeTimer timer,
      Executor workers,
      RandomGenerator random,
      ProbeState state,
      SymptomBoard symptoms,
      Runnable changed) {
    this.probe = probe;
    this.settings = settings;
    this.timer = timer;
    this.workers = workers;
    this.random = random;
    this.state = state;
    this.symptoms = symptoms;
    this.changed = changed;
  }

  ProbeHealth health() {
    return state.health();
  }

  /** Looks once, and again and again from then on. */
  void start() {
    // Spread over a tenth of the interval, so that ten probes do not start in one instant.
    timer.schedule(fraction(settings.interval().dividedBy(10)), this::tick);
  }

  synchronized void close() {
    closed = true;
    interrupt(active);
    interrupt(stuckCheck);
    interrupt(stuckReport);
  }

  private synchronized void tick() {
    if (closed || active != null) {
      return;
    }
    ProbeRun stuck = stuckCheck;
    if (stuck == null) {
      CheckContext context = new CheckContext(timer.now(), settings.deadline());
      launch(new ProbeRun(context, () -> probe.check(context), true, timer.nanoTime()));
    } else if (stuckReport == null) {
      Duration elapsed = since(stuck);
      CheckContext context = stuck.context;
      launch(new ProbeRun(context, () -> probe.overdue(context, elapsed), false, timer.nanoTime()));
    } else {
      publish(ProbeResult.unknown("the check hangs, and so does its own report of that"), stuck);
    }
  }

  private void launch(ProbeRun run) {
    active = run;
    if (run.isCheck) {
      state.started();
    }
    run.deadline = timer.schedule(settings.deadline(), () -> expire(run));
    try {
      workers.execute(() -> execute(run));
    } catch (RejectedExecutionException rejected) {
      // No thread is free, though each run has had one: threads on their way back do not count yet.
      run.deadline.cancel();
      active = null;
      timer.schedule(settings.confirmInterval(), this::tick);
    }
  }

  private void execute(ProbeRun run) {
    synchronized (this) {
      run.thread = Thread.currentThread();
    }
    ProbeResult result;
    try {
      result = run.body.call();
    } catch (Throwable failure) {
      result = broken(failure);
    }
    finish(run, result);
  }

  private static ProbeResult broken(Throwable failure) {
    // The class only: a driver's message may hold a password.
    return ProbeResult.unknown("the check itself broke: " + failure.getClass().getName());
  }

  private synchronized void finish(ProbeRun run, ProbeResult result) {
    run.done = true;
    run.thread = null;
    // An interrupt that came too late must not hit the thread's next task.
    Thread.interrupted();
    if (run == stuckCheck) {
      stuckCheck = null;
      state.unstuck();
      changed.run();
    } else if (run == stuckReport) {
      stuckReport = null;
    } else if (!run.expired && !closed) {
      if (run.deadline != null) {
        run.deadline.cancel();
      }
      active = null;
      publish(result, run);
    }
  }

  private synchronized void expire(ProbeRun run) {
    if (closed || run.done) {
      return;
    }
    run.expired = true;
    interrupt(run);
    active = null;
    if (run.isCheck) {
      stuckCheck = run;
      state.overdue();
      tick();
    } else {
      stuckReport = run;
      publish(ProbeResult.unknown("the check hangs, and so does its own report of that"), run);
    }
  }

  private void publish(ProbeResult result, ProbeRun run) {
    Instant now = timer.now();
    // While a check hangs, its own report of that is about the check.
    state.update(result, since(stuckCheck == null ? run : stuckCheck), now);
    symptoms.update(probe.name(), result.readings(), now);
    changed.run();
    timer.schedule(untilNext(run), this::tick);
  }

  private Duration untilNext(ProbeRun run) {
    boolean confirm = symptoms.unsettled(probe.name()) || stuckCheck != null;
    Duration period = confirm ? settings.confirmInterval() : settings.interval();
    Duration tenth = period.dividedBy(10);
    Duration jittered = period.minus(tenth).plus(fraction(tenth.multipliedBy(2)));
    Duration left = jittered.minus(confirm ? Duration.ZERO : since(run));
    return left.isNegative() ? Duration.ZERO : left;
  }

  private Duration fraction(Duration most) {
    return Duration.ofNanos((long) (most.toNanos() * random.nextDouble()));
  }

  private Duration since(ProbeRun run) {
    return Duration.ofNanos(timer.nanoTime() - run.startedNanos);
  }

  private static void interrupt(@Nullable ProbeRun run) {
    if (run != null && run.thread != null) {
      run.thread.interrupt();
    }
  }
}
