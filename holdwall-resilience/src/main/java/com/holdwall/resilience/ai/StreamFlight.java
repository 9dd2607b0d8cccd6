package com.holdwall.resilience.ai;

import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's streamed answer. Before the first content up to two legs race; then one of them
 * is the answer, and its parts are passed on as they are asked for.
 */
final class StreamFlight<Q, T> extends Flight<Q, Flow.Publisher<T>, StreamLeg<Q, T>>
    implements Flow.Subscription {

  private final StreamSettings<Q, T> stream;
  final Downstream<T> downstream;
  private boolean begun;
  private @Nullable Future<?> deadlineTimer;

  StreamFlight(
      Router<Q, Flow.Publisher<T>> router,
      StreamSettings<Q, T> stream,
      Q request,
      long deadlineNanos,
      Flow.Subscriber<? super T> subscriber) {
    super(router, request, deadlineNanos);
    this.stream = stream;
    Objects.requireNonNull(subscriber, "subscriber must not be null");
    int mostKept = stream.policy().rest == null ? -1 : stream.policy().mostKept;
    this.downstream = new Downstream<>(subscriber, mostKept, this::stop);
  }

  void begin() {
    mailbox.post(() -> downstream.subscribed(this));
  }

  @Override
  public void request(long parts) {
    mailbox.post(() -> requested(parts));
  }

  private void requested(long parts) {
    if (over) {
      if (downstream.ending() && parts > 0) {
        downstream.asked(parts);
        deliver();
      }
      return;
    }
    if (parts <= 0) {
      land();
      downstream.dropReady();
      failed(
          new IllegalArgumentException("request must be for at least 1 part, but is for " + parts));
      return;
    }
    downstream.asked(parts);
    if (!begun) {
      begun = true;
      deadlineTimer = after(deadlineNanos(), this::deadlineOver);
      depart();
    }
    deliver();
  }

  @Override
  public void cancel() {
    downstream.close();
    mailbox.post(this::stop);
  }

  /** Nobody listens any more. */
  private void stop() {
    if (!over) {
      land();
    }
    downstream.clear();
    stopDeadline();
  }

  private void stopDeadline() {
    if (deadlineTimer != null) {
      deadlineTimer.cancel(false);
    }
  }

  private void deadlineOver() {
    if (!over) {
      for (StreamLeg<Q, T> leg : List.copyOf(racing)) {
        leg.cancelTransport();
        if (leg.end()) {
          racing.remove(leg);
          chain().settle(leg.call, leg.call.timedOut(router.now()));
        }
      }
      land();
      failed(chain().giveUp(AllModelsUnavailableException.Reason.DEADLINE, router.now()));
    }
  }

  @Override
  StreamLeg<Q, T> leg(ModelCall call) {
    return new StreamLeg<>(this, stream, call);
  }

  @Override
  long firstLimitNanos(StreamLeg<Q, T> leg) {
    return leg.clock.connectNanos();
  }

  @Override
  boolean mayHedge(StreamLeg<Q, T> leg) {
    return !leg.content;
  }

  /** The publisher is there: connected. */
  @Override
  void answered(StreamLeg<Q, T> leg, Flow.Publisher<T> publisher) {
    leg.watch();
    try {
      publisher.subscribe(leg);
    } catch (Throwable thrown) {
      broke(leg, thrown);
    }
  }

  @Override
  void answeredTooLate(Flow.Publisher<T> publisher) {
    publisher.subscribe(new CancellingSubscriber<>());
  }

  /** The first content: this leg is the answer, which begins with what it held back. */
  void began(StreamLeg<Q, T> leg, Queue<T> held) {
    router.firstToken(leg.call, router.now());
    wins(leg);
    downstream.addAll(held);
  }

  void broke(StreamLeg<Q, T> leg, Throwable thrown) {
    if (leg.over) {
      return;
    }
    if (!leg.content) {
      legFailed(leg, thrown);
    } else if (leg.end()) {
      racing.remove(leg);
      brokeOff(leg, thrown);
    }
    deliver();
  }

  private void brokeOff(StreamLeg<Q, T> leg, Throwable thrown) {
    ModelFailure failure = chain().settle(leg.call, thrown);
    boolean another = chain().goesOn(leg.call, failure);
    AfterFirstToken<Q, T> policy = stream.policy();
    List<T> sofar = another ? downstream.soFar() : null;
    if (another && policy.reset != null) {
      downstream.restart(policy.reset.get());
      router.tell(RouterEvent.Type.RESTARTED, leg.call.model(), failure.error(), 0);
      advance();
    } else if (policy.rest != null && sofar != null) {
      chain().continueWith(policy.rest.apply(request(), sofar));
      router.tell(RouterEvent.Type.CONTINUED, leg.call.model(), failure.error(), 0);
      advance();
    } else {
      land();
      chain().failed();
      List<FailedAttempt> failures = chain().failures();
      failed(new BrokenStreamException(failures.get(failures.size() - 1)));
    }
  }

  /** The answer is whole. */
  void completed(StreamLeg<Q, T> leg) {
    boolean unused = leg.end();
    racing.remove(leg);
    chain().succeeded(leg.call);
    land();
    stopDeadline();
    downstream.completes();
    deliver();
  }

  @Override
  void failed(Throwable thrown) {
    stopDeadline();
    downstream.fails(thrown);
    deliver();
  }

  /** Passes on what can be, and asks the model for what is missing. */
  void deliver() {
    downstream.deliver();
    pull();
  }

  void pull() {
    if (over || downstream.closed()) {
      return;
    }
    long wanted = downstream.missing();
    for (StreamLeg<Q, T> leg : List.copyOf(racing)) {
      leg.pull(wanted);
    }
  }
}
