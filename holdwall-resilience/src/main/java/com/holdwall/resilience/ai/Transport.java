package com.holdwall.resilience.ai;

import com.holdwall.resilience.Guard;
import com.holdwall.resilience.internal.CancellableTask;
import com.holdwall.resilience.internal.Watchdog;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The two kinds of clients behind one form, inside the model's own guard if it has one. */
sealed interface Transport<Q, R> {

  /** Asks on the calling thread, for as long as the call may take. */
  R ask(Q request, ModelCall call) throws Exception;

  /** Asks elsewhere; cancelling the answer reaches the client. */
  CompletableFuture<R> start(Q request, ModelCall call, Executor executor) throws Exception;

  /** A client that blocks; an interrupt ends it. */
  record Blocking<Q, R>(ModelClient<Q, R> client, @Nullable Guard guard)
      implements Transport<Q, R> {

    @Override
    public R ask(Q request, ModelCall call) throws Exception {
      int slot = Watchdog.shared().arm(System.nanoTime(), call.limitNanos);
      if (slot == Watchdog.FULL) {
        throw new RejectedExecutionException("too many calls at once");
      }
      R answer;
      try {
        answer = guarded(request, call);
      } catch (Throwable thrown) {
        if (Watchdog.shared().disarm(slot)) {
          call.cancel();
          throw call.timedOut(thrown);
        }
        throw thrown;
      }
      Watchdog.shared().disarm(slot);
      return answer;
    }

    private R guarded(Q request, ModelCall call) throws Exception {
      return guard == null
          ? client.ask(request, call)
          : guard.call(() -> client.ask(request, call));
    }

    @Override
    public CompletableFuture<R> start(Q request, ModelCall call, Executor executor) {
      return CancellableTask.on(executor, () -> guarded(request, call));
    }
  }

  /** A client that answers later. */
  record Async<Q, R>(AsyncModelClient<Q, R> client, @Nullable Guard guard)
      implements Transport<Q, R> {

    @Override
    public R ask(Q request, ModelCall call) throws Exception {
      CompletableFuture<R> answer = start(request, call, Runnable::run);
      try {
        return answer.get(call.limitNanos, TimeUnit.NANOSECONDS);
      } catch (TimeoutException late) {
        call.cancel(answer);
        throw call.timedOut(null);
      } catch (InterruptedException interrupt) {
        call.cancel(answer);
        throw interrupt;
      } catch (ExecutionException failed) {
        Throwable cause = failed.getCause();
        if (cause instanceof Error error) {
          throw error;
        }
        throw cause instanceof Exception exception ? exception : failed;
      } catch (CancellationException cancelled) {
        throw cancelled;
      }
    }

    @Override
    public CompletableFuture<R> start(Q request, ModelCall call, Executor executor)
        throws Exception {
      CompletionStage<R> stage =
          guard == null
              ? client.ask(request, call)
              : guard.executeAsync(() -> asked(request, call));
      return stage.toCompletableFuture();
    }

    private CompletionStage<R> asked(Q request, ModelCall call) {
      try {
        return client.ask(request, call);
      } catch (Exception thrown) {
        return CompletableFuture.failedFuture(thrown);
      }
    }
  }
}
