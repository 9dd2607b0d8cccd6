package com.holdwall.resilience;

import com.holdwall.resilience.internal.GuardTimer;
import com.holdwall.resilience.internal.HedgeDelay;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** When a guard's calls may send a second attempt while the first still runs. Thread-safe. */
final class Hedges {

  private final GuardCore core;
  private final HedgeDelay delay;

  Hedges(GuardCore core, HedgeDelay delay) {
    this.core = core;
    this.delay = delay;
  }

  /** Calls back once a hedge is due, and not any more once the answer is there. */
  void whenDue(CompletableFuture<?> answer, long startNanos, Runnable due) {
    long nanos = delay.delayNanos(startNanos);
    if (nanos != HedgeDelay.NONE) {
      Future<?> timer = GuardTimer.after(nanos, due);
      var unused = answer.whenComplete((value, thrown) -> timer.cancel(false));
    }
  }

  /** The second attempt of a call that has made so many; null if it must not be made. */
  @Nullable AsyncAttempt take(int made) {
    RetryBudget budget = core.settings.budget();
    if (!delay.tryTake() || (budget != null && !budget.tryTake(RetryBudget.Cost.HEDGE))) {
      core.tally.budgetDenied.increment();
      return null;
    }
    long now = core.settings.ticker().nanos();
    long permit = core.tryAdmit(now);
    if (permit == Breaker.REJECTED) {
      return null;
    }
    core.tally.hedges.increment();
    core.tell(GuardEvent.Type.HEDGED, made, null);
    return new AsyncAttempt(permit, now, true);
  }

  /** An attempt went well, which says what the next hedges wait for. */
  void learn(AsyncAttempt attempt) {
    long now = core.settings.ticker().nanos();
    delay.succeeded(now - attempt.startNanos, now);
  }
}
