package com.holdwall.resilience.ai;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A publisher that sends what the test says, and fails the test if that was not asked for. */
final class HandPublisher implements Flow.Publisher<String>, Flow.Subscription {

  private final AtomicLong demand = new AtomicLong();
  private volatile Flow.@Nullable Subscriber<? super String> subscriber;
  private volatile boolean cancelled;

  @Override
  public void subscribe(Flow.Subscriber<? super String> given) {
    subscriber = given;
    given.onSubscribe(this);
  }

  @Override
  public void request(long parts) {
    demand.accumulateAndGet(parts, (old, more) -> old + more < 0 ? Long.MAX_VALUE : old + more);
  }

  @Override
  public void cancel() {
    cancelled = true;
  }

  void send(String... parts) {
    for (String part : parts) {
      if (!cancelled && demand.getAndDecrement() <= 0) {
        throw new AssertionError("'" + part + "' was not asked for");
      }
      sendUnasked(part);
    }
  }

  void sendUnasked(String part) {
    theSubscriber().onNext(part);
  }

  void fail(Throwable thrown) {
    theSubscriber().onError(thrown);
  }

  void complete() {
    theSubscriber().onComplete();
  }

  private Flow.Subscriber<? super String> theSubscriber() {
    Flow.Subscriber<? super String> present = subscriber;
    if (present == null) {
      throw new AssertionError("nobody has subscribed");
    }
    return present;
  }

  boolean subscribed() {
    return subscriber != null;
  }

  boolean cancelled() {
    return cancelled;
  }

  long demand() {
    return demand.get();
  }
}
