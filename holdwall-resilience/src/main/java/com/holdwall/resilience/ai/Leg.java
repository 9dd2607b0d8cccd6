package com.holdwall.resilience.ai;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One attempt of a flight under way. Used only by the flight's tasks. */
class Leg<R> {

  final ModelCall call;
  boolean over;
  private @Nullable CompletableFuture<R> answer;
  private @Nullable Future<?> timer;

  Leg(ModelCall call) {
    this.call = call;
  }

  void runs(CompletableFuture<R> started) {
    answer = started;
  }

  void timer(@Nullable Future<?> next) {
    stopTimer();
    timer = next;
  }

  final void stopTimer() {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  /** True for the one that ends it. */
  final boolean end() {
    if (over) {
      return false;
    }
    over = true;
    stopTimer();
    return true;
  }

  /** Gives the request up: the client hears of it. */
  void cancelTransport() {
    if (answer != null && !answer.isDone()) {
      boolean unused = answer.cancel(true);
    }
    call.cancel();
  }
}
