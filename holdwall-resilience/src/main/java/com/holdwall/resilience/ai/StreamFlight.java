package com.holdwall.resilience.ai;

import com.holdwall.resilience.internal.Nanos;
import java.util.List;
import java.util.Objects;
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
  private final Downstream<T> downstream;
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
    StreamLeg<Q, T> leg = new StreamLeg<>(this, call);
    leg.phaseEndNanos = router.now() + firstTokenNanos(call);
    return leg;
  }

  @Override
  long firstLimitNanos(StreamLeg<Q, T> leg) {
    long connect = Nanos.of(leg.call.timeouts().connect());
    return Math.min(connect, firstTokenNanos(leg.call));
  }

  private static long firstTokenNanos(ModelCall call) {
    return Math.min(call.limitNanos, Nanos.of(call.timeouts().firstToken()));
  }

  @Override
  boolean mayHedge(StreamLeg<Q, T> leg) {
    return !leg.content;
  }

  /** The publisher is there: connected. */
  @Override
  void answered(StreamLeg<Q, T> leg, Flow.Publisher<T> publisher) {
    watch(leg);
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

  private void phaseOver(StreamLeg<Q, T> leg) {
    if (leg.over) {
      return;
    }
    long left = leg.phaseEndNanos - router.now();
    leg.looked();
    if (left > 0) {
      watch(leg);
    } else if (leg.waiting() || !leg.content) {
      leg.cancelTransport();
      broke(leg, leg.call.timedOut(router.now()));
    }
  }

  private void watch(StreamLeg<Q, T> leg) {
    leg.looksAt(leg.phaseEndNanos);
    leg.timer(after(Math.max(0, leg.phaseEndNanos - router.now()), () -> phaseOver(leg)));
  }

  void part(StreamLeg<Q, T> leg, T part) {
    if (leg.over) {
      return;
    }
    if (!leg.received()) {
      leg.cancelTransport();
      broke(leg, ModelException.brokenAnswer("more parts than were asked for"));
      return;
    }
    try {
      accept(leg, part);
    } catch (RuntimeException mistake) {
      leg.cancelTransport();
      broke(leg, mistake);
    }
    deliver();
  }

  private void accept(StreamLeg<Q, T> leg, T part) {
    leg.ended |= stream.end() != null && stream.end().test(part);
    if (leg.content) {
      downstream.add(part);
      nextPhase(leg);
      return;
    }
    leg.held.add(part);
    if (stream.content().test(part) || leg.held.size() > StreamLeg.MOST_HELD) {
      commit(leg);
    }
  }

  /** The first content: this leg is the answer. */
  private void commit(StreamLeg<Q, T> leg) {
    leg.content = true;
    router.firstToken(leg.call, router.now());
    wins(leg);
    downstream.addAll(leg.held);
    leg.held.clear();
    nextPhase(leg);
  }

  private void nextPhase(StreamLeg<Q, T> leg) {
    long now = router.now();
    long total = leg.slotTotalNanos() - (now - leg.call.startNanos);
    long idle = Math.min(Nanos.of(leg.call.timeouts().betweenTokens()), total);
    leg.phaseEndNanos = now + Math.max(0, idle);
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

  void completed(StreamLeg<Q, T> leg) {
    if (leg.over) {
      return;
    }
    boolean cut = stream.end() != null && !leg.ended;
    boolean empty = !leg.content && leg.held.isEmpty();
    if (cut || empty) {
      broke(leg, ModelException.brokenAnswer(empty ? "no parts" : "it ends without its last part"));
      return;
    }
    if (!leg.content) {
      commit(leg);
    }
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
  private void deliver() {
    downstream.deliver();
    pull();
  }

  void pull() {
    if (over || downstream.closed()) {
      return;
    }
    long wanted = downstream.missing();
    for (StreamLeg<Q, T> leg : List.copyOf(racing)) {
      boolean was = leg.waiting();
      // until the first content is there the next part is wanted in any case
      leg.want(leg.content ? wanted : Math.max(1, wanted));
      if (leg.content && !was && leg.waiting()) {
        nextPhase(leg);
      }
      if (leg.content && leg.waiting() && !leg.watched()) {
        watch(leg);
      }
    }
  }
}
