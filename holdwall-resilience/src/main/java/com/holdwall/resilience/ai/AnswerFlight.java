package com.holdwall.resilience.ai;

import java.util.concurrent.CompletableFuture;

/** A plain call whose answer comes later. */
final class AnswerFlight<Q, R> extends Flight<Q, R, Leg<R>> {

  private final CompletableFuture<R> result = new CompletableFuture<>();

  AnswerFlight(Router<Q, R> router, Q request, long deadlineNanos) {
    super(router, request, deadlineNanos);
  }

  CompletableFuture<R> start() {
    var unused =
        result.whenComplete(
            (answer, thrown) -> {
              if (result.isCancelled()) {
                mailbox.post(this::land);
              }
            });
    mailbox.post(this::depart);
    return result;
  }

  @Override
  Leg<R> leg(ModelCall call) {
    return new Leg<>(call);
  }

  @Override
  void answered(Leg<R> leg, R answer) {
    boolean unused = leg.end();
    racing.remove(leg);
    wins(leg);
    chain().succeeded(leg.call);
    land();
    result.complete(answer);
  }

  @Override
  void failed(Throwable thrown) {
    result.completeExceptionally(thrown);
  }
}
