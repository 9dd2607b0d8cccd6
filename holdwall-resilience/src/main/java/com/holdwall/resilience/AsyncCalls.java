package com.holdwall.resilience;

import com.holdwall.resilience.internal.CancellableTask;
import com.holdwall.resilience.internal.HedgeDelay;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls that do not run on the caller's own thread. Thread-safe. */
final class AsyncCalls {

  private final GuardCore core;
  private final GuardSettings settings;
  private final @Nullable Hedges hedges;

  AsyncCalls(GuardCore core) {
    this.core = core;
    this.settings = core.settings;
    HedgeDelay delay = settings.hedge();
    this.hedges = delay == null ? null : new Hedges(core, delay);
  }

  /** Makes a call; where the first attempt has answered well at once there is nothing to keep. */
  <T extends @Nullable Object> CompletionStage<T> execute(
      Supplier<? extends CompletionStage<T>> work) {
    long start = settings.ticker().nanos();
    long permit;
    try {
      permit = core.admit(start);
    } catch (CallRejectedException rejected) {
      return CompletableFuture.failedFuture(rejected);
    }
    if (hedges != null || settings.timed()) {
      return new AsyncCall<T>(core, hedges, work, start).start(permit);
    }
    CompletionStage<T> stage = begun(work);
    if (stage instanceof CompletableFuture<T> future
        && future.isDone()
        && !future.isCompletedExceptionally()) {
      core.answered(permit, start);
      core.succeededAtOnce();
      return stage;
    }
    return new AsyncCall<T>(core, null, work, start).goOn(permit, stage);
  }

  private static <T extends @Nullable Object> CompletionStage<T> begun(
      Supplier<? extends CompletionStage<T>> work) {
    try {
      return Objects.requireNonNull(work.get(), "the call gave no stage");
    } catch (Throwable thrown) {
      return CompletableFuture.failedFuture(thrown);
    }
  }

  /** Both attempts run on the guard's executor, and the caller waits for the first answer. */
  <T extends @Nullable Object> T hedged(Callable<T> work) throws Exception {
    CompletableFuture<T> answer =
        this.<T>execute(() -> CancellableTask.on(settings.executor(), work)).toCompletableFuture();
    try {
      return answer.get();
    } catch (InterruptedException interrupt) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw interrupt;
    } catch (ExecutionException failed) {
      Throwable cause = FailureClassifier.unwrapped(failed);
      if (cause instanceof Error error) {
        throw error;
      }
      throw cause instanceof Exception exception ? exception : failed;
    }
  }
}
