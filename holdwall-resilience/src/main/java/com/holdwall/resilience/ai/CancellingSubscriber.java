package com.holdwall.resilience.ai;

import java.util.concurrent.Flow;

/** Cancels a publisher that comes for a call that was given up, so that its request ends. */
final class CancellingSubscriber<T> implements Flow.Subscriber<T> {

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    subscription.cancel();
  }

  @Override
  public void onNext(T part) {}

  @Override
  public void onError(Throwable thrown) {}

  @Override
  public void onComplete() {}
}
