package com.holdwall.resilience;

import com.holdwall.resilience.internal.GuardTimer;
import com.holdwall.resilience.internal.HedgeDelay;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One call whose attempts answer later; it may send a second one while the first runs. */
final class AsyncCall<T extends @Nullable Object> {

  private final GuardCore core;
  private final GuardSettings settings;
  private final Supplier<? extends CompletionStage<T>> work;
  private final CompletableFuture<T> result = new CompletableFuture<>();
  private final AtomicBoolean decided = new AtomicBoolean();
  private final long start;

  /** Guarded by itself. */
  private final List<AsyncAttempt> running = new ArrayList<>(2);

  private final Attempts attempts;

  private AsyncCall(GuardCore core, Supplier<? extends CompletionStage<T>> work, long startNanos) {
    this.core = core;
    this.settings = core.settings;
    this.work = work;
    this.start = startNanos;
    this.attempts = new Attempts(core, start);
  }

  /** Makes a call; where the first attempt has answered well at once there is nothing to keep. */
  static <T extends @Nullable Object> CompletionStage<T> execute(
      GuardCore core, Supplier<? extends CompletionStage<T>> work) {
    GuardSettings settings = core.settings;
    long start = settings.ticker().nanos();
    long permit;
    try {
      permit = core.admit(start);
    } catch (CallRejectedException rejected) {
      return CompletableFuture.failedFuture(rejected);
    }
    if (settings.hedge() != null || settings.timed()) {
      return new AsyncCall<T>(core, work, start).start(permit);
    }
    CompletionStage<T> stage = begun(work);
    if (stage instanceof CompletableFuture<T> future
        && future.isDone()
        && !future.isCompletedExceptionally()) {
      core.answered(permit, start);
      core.succeededAtOnce();
      return stage;
    }
    return new AsyncCall<T>(core, work, start).goOn(permit, stage);
  }

  private static <T extends @Nullable Object> CompletionStage<T> begun(
      Supplier<? extends CompletionStage<T>> work) {
    try {
      return Objects.requireNonNull(work.get(), "the call gave no stage");
    } catch (Throwable thrown) {
      return CompletableFuture.failedFuture(thrown);
    }
  }

  private CompletableFuture<T> goOn(long permit, CompletionStage<T> stage) {
    var unused = result.whenComplete((answer, thrown) -> cancelRunning());
    begin(new AsyncAttempt(permit, start, false), () -> stage);
    return result;
  }

  private CompletableFuture<T> start(long permit) {
    var unused = result.whenComplete((answer, thrown) -> cancelRunning());
    begin(new AsyncAttempt(permit, start, false));
    HedgeDelay hedge = settings.hedge();
    if (hedge != null && !result.isDone()) {
      hedgeAfter(hedge, hedge.delayNanos(start));
    }
    return result;
  }

  private void hedgeAfter(HedgeDelay hedge, long delay) {
    if (delay != HedgeDelay.NONE) {
      cancelWithTheAnswer(GuardTimer.after(delay, () -> hedge(hedge)));
    }
  }

  private void cancelWithTheAnswer(Future<?> timer) {
    var unused = result.whenComplete((answer, thrown) -> timer.cancel(false));
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
      learn(attempt);
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

  /** What the next hedges wait for. */
  private void learn(AsyncAttempt attempt) {
    HedgeDelay hedge = settings.hedge();
    if (hedge != null) {
      long now = settings.ticker().nanos();
      hedge.succeeded(now - attempt.startNanos, now);
    }
  }

  private void hedge(HedgeDelay hedge) {
    synchronized (running) {
      if (running.isEmpty() || result.isDone()) {
        return;
      }
    }
    RetryBudget budget = settings.budget();
    if (!hedge.tryTake() || (budget != null && !budget.tryTake(RetryBudget.Cost.HEDGE))) {
      core.tally.budgetDenied.increment();
      return;
    }
    long now = settings.ticker().nanos();
    long permit = core.tryAdmit(now);
    if (permit != Breaker.REJECTED) {
      AsyncAttempt second = new AsyncAttempt(permit, now, true);
      core.tally.hedges.increment();
      core.tell(GuardEvent.Type.HEDGED, attempts.made(), null);
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
