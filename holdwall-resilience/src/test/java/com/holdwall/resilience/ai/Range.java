package com.holdwall.resilience.ai;

import java.util.concurrent.Flow;

/** Numbers from 0 on, sent from within {@code request}, as synchronous publishers do. */
record Range(int end) implements Flow.Publisher<Integer> {

  @Override
  public void subscribe(Flow.Subscriber<? super Integer> subscriber) {
    subscriber.onSubscribe(
        new Flow.Subscription() {
          private int next;

          @Override
          public void request(long parts) {
            for (long left = parts; left > 0 && next < end; left--) {
              subscriber.onNext(next++);
              if (next == end) {
                subscriber.onComplete();
              }
            }
          }

          @Override
          public void cancel() {
            next = end;
          }
        });
  }
}
