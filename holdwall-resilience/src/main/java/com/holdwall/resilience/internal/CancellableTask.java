package com.holdwall.resilience.internal;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Blocking work on an executor, whose cancellation interrupts the thread that does it. */
public final class CancellableTask<T extends @Nullable Object> extends CompletableFuture<T>
    implements Runnable {

  private final Callable<T> work;
  private @Nullable Thread runner;

  private CancellableTask(Callable<T> work) {
    this.work = work;
  }

  public static <T extends @Nullable Object> CancellableTask<T> on(
      Executor executor, Callable<T> work) {
    CancellableTask<T> task = new CancellableTask<>(work);
    executor.execute(task);
    return task;
  }

  @Override
  public void run() {
    if (!begin()) {
      return;
    }
    try {
      T answer = work.call();
      end();
      complete(answer);
    } catch (Throwable thrown) {
      end();
      completeExceptionally(thrown);
    }
  }

  private synchronized boolean begin() {
    runner = Thread.currentThread();
    return !isDone();
  }

  /** From here on nobody interrupts the thread, and what interrupted it so far was meant for us. */
  private synchronized void end() {
    runner = null;
    if (isCancelled()) {
      boolean forUs = Thread.interrupted();
      assert forUs || isDone();
    }
  }

  @Override
  public synchronized boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    if (cancelled && runner != null) {
      runner.interrupt();
    }
    return cancelled;
  }
}
