package com.holdwall.resilience;

import com.holdwall.resilience.internal.GuardTimer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One call whose attempts answer later; it may send a second one while the first runs. */
final class AsyncCall<T extends @Nullable Object> {

  private final GuardCore core;
  private final GuardSettings settings;
  private final @Nullable Hedges hedges;
  private final Supplier<? extends CompletionStage<T>> work;
  private final CompletableFuture<T> result = new CompletableFuture<>();
  private final AtomicBoolean decided = new AtomicBoolean();
  private final long start;

  /** Guarded by itself. */
  private final List<AsyncAttempt> running = new ArrayList<>(2);

  private final Attempts attempts;

  /** Hedges is null where no attempt is hedged. */
  AsyncCall(
      GuardCore core,
      @Nullable Hedges hedges,
      Supplier<? extends CompletionStage<T>> work,
      long startNanos) {
    this.core = core;
    this.hedges = hedges;
    this.settings = core.settings;
    this.work = work;
    this.start = startNanos;
    this.attempts = new Attempts(core, start);
  }

  /** Goes on with a first attempt that has begun already. */
  CompletableFuture<T> goOn(long permit, CompletionStage<T> stage) {
    var unused = result.whenComplete((answer, thrown) -> cancelRunning());
    begin(new AsyncAttempt(permit, start, false), () -> stage);
    return result;
  }

  CompletableFuture<T> start(long permit) {
    var unused = result.whenComplete((answer, thrown) -> cancelRunning());
    begin(new AsyncAttempt(permit, start, false));
    Hedges allowed = hedges;
    if (allowed != null && !result.isDone()) {
      allowed.whenDue(result, start, () -> hedge(allowed));
    }
    return result;
  }

  private void begin(AsyncAttempt attempt) {
    begin(attempt, work);
  }

  private void begin(AsyncAttempt attempt, Supplier<? extends CompletionStage<T>> source) {
    if (result.isDone()) {
      core.release(attempt.permit);
      return;
    }
    synchronized (running) {
      running.add(attempt);
    }
    try {
      CompletionStage<T> stage = source.get();
      attempt.runs(stage.toCompletableFuture());
      limit(attempt);
      stage.whenComplete((answer, thrown) -> finished(attempt, answer, thrown));
    } catch (Throwable thrown) {
      failed(attempt, thrown);
    }
    if (result.isDone()) {
      cancelRunning();
    }
  }

  private void limit(AsyncAttempt attempt) {
    long limit = settings.limitNanos(start, attempt.startNanos);
    if (limit > 0) {
      attempt.endsBy(GuardTimer.after(limit, () -> timedOut(attempt, limit)));
    }
  }

  private void timedOut(AsyncAttempt attempt, long limit) {
    CallTimeoutException timeout = new CallTimeoutException(settings.name(), limit, null);
    if (attempt.settle()) {
      // Counted first, so that who has the answer sees it counted.
      core.tally.timeouts.increment();
      settled(attempt, timeout);
      attempt.cancel();
    }
  }

  private void finished(AsyncAttempt attempt, T answer, @Nullable Throwable thrown) {
    if (thrown != null) {
      failed(attempt, FailureClassifier.unwrapped(thrown));
    } else if (attempt.settle()) {
      core.answered(attempt.permit, attempt.startNanos);
      if (hedges != null) {
        hedges.learn(attempt);
      }
      boolean first = forget(attempt) && attempts.made() == 1 && !attempt.hedge;
      if (decide()) {
        count(first);
        result.complete(answer);
      }
    }
  }

  /** True for the one attempt that decides; it counts first, so that who has the answer sees it. */
  private boolean decide() {
    return !result.isDone() && decided.compareAndSet(false, true);
  }

  private void count(boolean first) {
    if (first) {
      core.succeededAtOnce();
    } else {
      attempts.recovered();
    }
  }

  private void failed(AsyncAttempt attempt, Throwable thrown) {
    if (attempt.settle()) {
      settled(attempt, thrown);
    }
  }

  private void settled(AsyncAttempt attempt, Throwable thrown) {
    long now = settings.ticker().nanos();
    Failure failure = core.failed(attempt.permit, thrown, attempt.startNanos, now);
    boolean another;
    long wait = Attempts.STOP;
    synchronized (running) {
      running.remove(attempt);
      another = !running.isEmpty();
      if (!another && !result.isDone()) {
        wait = attempts.next(thrown, failure, now);
      }
    }
    if (!another) {
      goOn(thrown, wait);
    }
  }

  private void goOn(Throwable thrown, long wait) {
    if (wait == Attempts.STOP) {
      giveUp(thrown);
    } else {
      var unused = GuardTimer.after(wait, () -> resume(thrown));
    }
  }

  private void resume(Throwable thrown) {
    try {
      settings.executor().execute(this::again);
    } catch (RejectedExecutionException full) {
      thrown.addSuppressed(full);
      giveUp(thrown);
    }
  }

  private void again() {
    if (result.isDone()) {
      return;
    }
    long now = settings.ticker().nanos();
    try {
      begin(new AsyncAttempt(core.admit(now), now, false));
    } catch (CallRejectedException rejected) {
      Throwable last = attempts.lastFailure();
      last.addSuppressed(rejected);
      giveUp(last);
    }
  }

  private void hedge(Hedges allowed) {
    synchronized (running) {
      if (running.isEmpty() || result.isDone()) {
        return;
      }
    }
    AsyncAttempt second = allowed.take(attempts.made());
    if (second != null) {
      sendHedge(second);
    }
  }

  private void sendHedge(AsyncAttempt second) {
    try {
      settings.executor().execute(() -> begin(second));
    } catch (RejectedExecutionException full) {
      core.release(second.permit);
    }
  }

  private void giveUp(Throwable thrown) {
    if (decide()) {
      core.tally.failed(attempts.made());
      result.completeExceptionally(attempts.withHistory(thrown));
    }
  }

  private boolean forget(AsyncAttempt attempt) {
    synchronized (running) {
      return running.remove(attempt);
    }
  }

  /** The answer is there, or the caller has cancelled: what still runs says nothing any more. */
  private void cancelRunning() {
    List<AsyncAttempt> losers;
    synchronized (running) {
      losers = List.copyOf(running);
      running.clear();
    }
    for (AsyncAttempt loser : losers) {
      if (loser.settle()) {
        core.release(loser.permit);
        loser.cancel();
      }
    }
  }
}
