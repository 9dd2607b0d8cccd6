package com.holdwall.resilience;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One attempt of an asynchronous call. It is settled exactly once. Thread-safe. */
final class AsyncAttempt {

  final long permit;
  final long startNanos;
  final boolean hedge;
  private final AtomicBoolean settled = new AtomicBoolean();
  private volatile @Nullable CompletableFuture<?> future;
  private volatile @Nullable Future<?> timeout;

  AsyncAttempt(long permit, long startNanos, boolean hedge) {
    this.permit = permit;
    this.startNanos = startNanos;
    this.hedge = hedge;
  }

  void runs(CompletableFuture<?> started) {
    future = started;
    if (settled.get()) {
      started.cancel(true);
    }
  }

  void endsBy(Future<?> timer) {
    timeout = timer;
    if (settled.get()) {
      timer.cancel(false);
    }
  }

  /** True for the one caller that settles the attempt. */
  boolean settle() {
    if (!settled.compareAndSet(false, true)) {
      return false;
    }
    Future<?> timer = timeout;
    if (timer != null) {
      timer.cancel(false);
    }
    return true;
  }

  void cancel() {
    CompletableFuture<?> running = future;
    if (running != null) {
      running.cancel(true);
    }
  }
}
