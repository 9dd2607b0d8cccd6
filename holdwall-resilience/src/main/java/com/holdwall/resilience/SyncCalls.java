package com.holdwall.resilience;

import com.holdwall.resilience.internal.Watchdog;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Calls on the caller's own thread. Thread-safe. */
final class SyncCalls {

  private static final int UNWATCHED = Integer.MIN_VALUE;

  private final GuardCore core;
  private final GuardSettings settings;
  private final Ticker ticker;
  private final boolean timed;
  private final CallRejectedException tooMany;

  SyncCalls(GuardCore core) {
    this.core = core;
    this.settings = core.settings;
    this.ticker = settings.ticker();
    this.timed = settings.timed();
    this.tooMany = CallRejectedException.tooMany(settings.name());
  }

  <T extends @Nullable Object> T call(Callable<T> work) throws Exception {
    long start = ticker.nanos();
    long permit = core.admit(start);
    int slot = timed ? watch(permit, start, start) : UNWATCHED;
    T answer;
    try {
      answer = work.call();
    } catch (Throwable thrown) {
      return retry(work, start, permit, start, ended(slot, start, start, thrown));
    }
    if (timed) {
      Watchdog.shared().disarm(slot);
    }
    core.answered(permit, start);
    core.succeededAtOnce();
    return answer;
  }

  private int watch(long permit, long start, long now) {
    long clock = ticker == SystemTime.INSTANCE ? now : System.nanoTime();
    int slot = Watchdog.shared().arm(clock, settings.limitNanos(start, now));
    if (slot == Watchdog.FULL) {
      core.release(permit);
      throw tooMany;
    }
    return slot;
  }

  private Throwable ended(int slot, long start, long attemptStart, Throwable thrown) {
    if (slot == UNWATCHED || !Watchdog.shared().disarm(slot)) {
      return thrown;
    }
    core.tally.timeouts.increment();
    long limit = settings.limitNanos(start, attemptStart);
    return new CallTimeoutException(settings.name(), limit, thrown);
  }

  private <T extends @Nullable Object> T retry(
      Callable<T> work, long start, long firstPermit, long firstStart, Throwable first)
      throws Exception {
    Attempts attempts = new Attempts(core, start);
    long permit = firstPermit;
    long attemptStart = firstStart;
    Throwable thrown = first;
    while (true) {
      long now = ticker.nanos();
      Failure failure = core.failed(permit, thrown, attemptStart, now);
      pause(attempts, thrown, attempts.next(thrown, failure, now));
      attemptStart = ticker.nanos();
      permit = admitAgain(attempts, attemptStart);
      int slot = timed ? watch(permit, start, attemptStart) : UNWATCHED;
      T answer;
      try {
        answer = work.call();
      } catch (Throwable again) {
        thrown = ended(slot, start, attemptStart, again);
        continue;
      }
      if (timed) {
        Watchdog.shared().disarm(slot);
      }
      core.answered(permit, attemptStart);
      attempts.recovered();
      return answer;
    }
  }

  private long admitAgain(Attempts attempts, long nowNanos) throws Exception {
    try {
      return core.admit(nowNanos);
    } catch (CallRejectedException rejected) {
      Throwable last = attempts.lastFailure();
      last.addSuppressed(rejected);
      throw giveUp(attempts, last);
    }
  }

  private void pause(Attempts attempts, Throwable thrown, long wait) throws Exception {
    if (wait == Attempts.STOP) {
      throw giveUp(attempts, thrown);
    }
    try {
      settings.sleeper().sleep(wait);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      thrown.addSuppressed(interrupt);
      throw giveUp(attempts, thrown);
    }
  }

  private Exception giveUp(Attempts attempts, Throwable last) {
    core.tally.failed(attempts.made());
    if (last instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    Throwable failure = attempts.withHistory(last);
    if (failure instanceof Error error) {
      throw error;
    }
    return failure instanceof Exception exception ? exception : new ExecutionException(failure);
  }

  Callable<@Nullable Void> asCallable(Runnable work) {
    return () -> {
      work.run();
      return null;
    };
  }
}
