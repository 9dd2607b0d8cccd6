package com.holdwall.resilience;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One call from its first failure on: whether there is another attempt and after which wait, and
 * the history for the exception. Made only when an attempt has failed. Not thread-safe.
 */
final class Attempts {

  /** The answer for no further attempt. */
  static final long STOP = -1;

  private final GuardCore core;
  private final GuardSettings settings;
  private final long start;
  private final List<Throwable> earlier = new ArrayList<>();
  private long previousWait;
  private RetryBudget.Cost lastCost = RetryBudget.Cost.TRANSIENT;

  Attempts(GuardCore core, long startNanos) {
    this.core = core;
    this.settings = core.settings;
    this.start = startNanos;
  }

  int made() {
    return earlier.size() + 1;
  }

  /** The wait before the next attempt in nanoseconds, or {@link #STOP}; takes from the budget. */
  long next(Throwable thrown, Failure failure, long nowNanos) {
    long wait = wait(thrown, failure);
    boolean late =
        settings.deadlineNanos() > 0 && nowNanos - start + wait >= settings.deadlineNanos();
    if (wait == STOP || late) {
      core.tell(GuardEvent.Type.GAVE_UP, made(), thrown);
      return STOP;
    }
    RetryBudget budget = settings.budget();
    if (budget != null && !budget.tryTake(failure.cost())) {
      core.tally.budgetDenied.increment();
      core.tell(GuardEvent.Type.BUDGET_EMPTY, made(), thrown);
      return STOP;
    }
    core.tally.retries.increment();
    core.tell(GuardEvent.Type.RETRY, made(), thrown);
    lastCost = failure.cost();
    previousWait = wait;
    earlier.add(thrown);
    return wait;
  }

  private long wait(Throwable thrown, Failure failure) {
    Backoff backoff = settings.backoff();
    boolean unknownEffect = thrown instanceof CallTimeoutException && !settings.idempotent();
    if (backoff == null
        || made() >= settings.maxAttempts()
        || !failure.retryable()
        || unknownEffect) {
      return STOP;
    }
    long wait = backoff.delayNanos(made(), previousWait, settings.random());
    RetryAfter asked = failure.retryAfter();
    return asked == null ? wait : settings.retryAfterMode().clamp(asked, wait, settings.random());
  }

  void recovered() {
    RetryBudget budget = settings.budget();
    if (budget != null) {
      budget.succeededAfter(lastCost);
    }
    core.tally.recovered.increment();
    core.tell(GuardEvent.Type.RECOVERED, made(), null);
  }

  /** The last failure, with the earlier ones as suppressed exceptions. */
  <X extends Throwable> X withHistory(X last) {
    for (Throwable failure : earlier) {
      // one and the same instance may be thrown again, and must not grow with each call
      if (failure != last && !Arrays.asList(last.getSuppressed()).contains(failure)) {
        last.addSuppressed(failure);
      }
    }
    return last;
  }

  /** The last real failure, for a call whose next attempt was refused. */
  Throwable lastFailure() {
    return earlier.get(earlier.size() - 1);
  }
}
