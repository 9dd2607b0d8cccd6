package com.holdwall.probes;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Runs one probe: one check at a time, each with a deadline. A check that misses it is interrupted
 * and abandoned once; until its thread is back no other is started, and the probe's own {@link
 * Probe#overdue} speaks instead, under a deadline of its own. So a probe that hangs for ever costs
 * two threads at the most.
 */
final class ProbeRunner {

  private static final String BOTH_HANG = "the check hangs, and so does its own report of that";

  /** So late is no timer that lives, on a machine that still does anything. */
  private static final long LOST_NANOS = 1_000_000_000;

  private final Probe probe;
  private final RunnerTools tools;
  private final ProbeState state;
  private final Pace pace;

  private boolean scheduling;
  private boolean closed;

  /** When the timer calls next. */
  private long dueNanos;

  /** The next look, while it waits. */
  private ProbeTimer.@Nullable Scheduled next;

  /** The call whose answer is waited for. */
  private @Nullable ProbeRun active;

  /** The check that missed its deadline and has not come back. */
  private @Nullable ProbeRun stuckCheck;

  /** The call of {@link Probe#overdue} that did not come back either. */
  private @Nullable ProbeRun stuckReport;

  /** Who waits for the answer that is under way. */
  private CompletableFuture<ProbeHealth> answer = new CompletableFuture<>();

  ProbeRunner(Probe probe, ProbeSettings settings, RunnerTools tools) {
    this.probe = probe;
    this.tools = tools;
    this.pace = new Pace(settings, tools.random());
    this.state = new ProbeState(probe, settings, tools.events(), tools.timer().now());
  }

  ProbeState state() {
    return state;
  }

  /** Looks once, and again and again from then on. */
  synchronized void start() {
    scheduling = true;
    scheduleIn(pace.first());
  }

  synchronized void close() {
    closed = true;
    interrupt(active);
    interrupt(stuckCheck);
    interrupt(stuckReport);
    answer.complete(state.health());
  }

  /** Looks now, or joins the look that is under way; never runs a second one beside it. */
  synchronized CompletableFuture<ProbeHealth> look() {
    if (closed) {
      return CompletableFuture.completedFuture(state.health());
    }
    CompletableFuture<ProbeHealth> awaited = answer;
    if (active == null) {
      tick();
    }
    return awaited;
  }

  private synchronized void tick() {
    if (closed || active != null) {
      return;
    }
    if (next != null) {
      next.cancel();
      next = null;
    }
    ProbeRun stuck = stuckCheck;
    if (stuck == null) {
      CheckContext context = new CheckContext(tools.timer().now(), pace.deadline());
      launch(new ProbeRun(context, () -> probe.check(context), true, tools.timer().nanoTime()));
    } else if (stuckReport == null) {
      Duration elapsed = since(stuck);
      CheckContext context = stuck.context;
      long now = tools.timer().nanoTime();
      launch(new ProbeRun(context, () -> probe.overdue(context, elapsed), false, now));
    } else {
      publish(Outcome.hung(ProbeResult.unknown(BOTH_HANG)), stuck);
    }
  }

  private void launch(ProbeRun run) {
    active = run;
    if (run.isCheck) {
      state.started();
    }
    due(pace.deadline());
    try {
      run.deadline = tools.timer().schedule(pace.deadline(), () -> expire(run));
      tools.workers().execute(probe.pinsThread(), () -> execute(run));
    } catch (Throwable failure) {
      // A closed pool, no memory, or no more threads to be had: the probe must go on when there
      // are some again.
      active = null;
      run.cancelDeadline();
      if (!closed) {
        publish(Outcome.notStarted(failure), run);
      }
    }
  }

  private void execute(ProbeRun run) {
    synchronized (this) {
      if (run.forgotten) {
        return;
      }
      run.thread = Thread.currentThread();
      if (run.expired || closed) {
        // The deadline came before this thread did: nobody waits for the answer any more.
        Thread.currentThread().interrupt();
      }
    }
    finish(run, run.call(tools.cleaner()));
  }

  private synchronized void finish(ProbeRun run, Outcome outcome) {
    run.done = true;
    run.thread = null;
    // An interrupt that came too late must not hit the thread's next task.
    Thread.interrupted();
    if (run == stuckCheck) {
      stuckCheck = null;
      state.unstuck();
      tools.changed().run();
    } else if (run == stuckReport) {
      stuckReport = null;
    } else if (!run.expired && !closed) {
      active = null;
      run.cancelDeadline();
      publish(outcome, run);
    }
  }

  private synchronized void expire(ProbeRun run) {
    if (closed || run.done) {
      return;
    }
    run.expired = true;
    run.interrupt();
    active = null;
    if (run.isCheck) {
      stuckCheck = run;
      state.overdue();
      tick();
    } else {
      stuckReport = run;
      publish(Outcome.hung(ProbeResult.unknown(BOTH_HANG)), run);
    }
  }

  private void publish(Outcome outcome, ProbeRun run) {
    Instant now = tools.timer().now();
    // While a check hangs, its own report of that is about the check.
    Duration took = since(stuckCheck == null ? run : stuckCheck);
    boolean counts = state.update(outcome, took, now, tools.timer().nanoTime());
    ProbeResult result = outcome.result();
    tools.symptoms().update(probe.name(), counts ? result.readings() : List.of(), now);
    tools.changed().run();
    CompletableFuture<ProbeHealth> waiting = answer;
    answer = new CompletableFuture<>();
    waiting.complete(state.health());
    if (scheduling) {
      boolean confirm =
          tools.symptoms().unsettled(probe.name()) || state.unsettled() || stuckCheck != null;
      scheduleIn(pace.untilNext(confirm, since(run)));
    }
  }

  private void scheduleIn(Duration delay) {
    due(delay);
    next = tools.timer().schedule(delay, this::tick);
  }

  private void due(Duration delay) {
    dueNanos = tools.timer().nanoTime() + delay.toNanos();
  }

  /**
   * Does what the timer should have done by now and did not. An error must not end a probe for
   * ever: where there was no memory for the timer's next task, nobody would call again.
   */
  synchronized void keep() {
    if (closed || !scheduling) {
      return;
    }
    forgetTheDead();
    if (tools.timer().nanoTime() - dueNanos < LOST_NANOS) {
      return;
    }
    tools.timer().revive();
    if (active == null) {
      tick();
    } else {
      expire(active);
    }
  }

  /** What an error has ended, or kept from its beginning, does not hang: it never comes back. */
  private void forgetTheDead() {
    if (stuckCheck != null && stuckCheck.died()) {
      stuckCheck = null;
      state.unstuck();
      tools.changed().run();
    }
    if (stuckReport != null && stuckReport.died()) {
      stuckReport = null;
    }
  }

  private Duration since(ProbeRun run) {
    return Duration.ofNanos(tools.timer().nanoTime() - run.startedNanos);
  }

  private static void interrupt(@Nullable ProbeRun run) {
    if (run != null) {
      run.interrupt();
    }
  }
}
