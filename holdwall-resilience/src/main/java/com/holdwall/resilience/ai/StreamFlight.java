package com.holdwall.resilience.ai;

import com.holdwall.resilience.internal.Nanos;
import java.util.ArrayDeque;
import java.util.ArrayList;
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
  private final Flow.Subscriber<? super T> subscriber;

  /** Parts that are there, of which fewer were asked for; bounded by what a leg holds back. */
  private final Queue<T> ready = new ArrayDeque<>();

  /** The parts that were passed on, where the policy is to continue. */
  private final List<T> kept = new ArrayList<>();

  private long demand;
  private boolean begun;
  private @Nullable Runnable ending;
  private @Nullable Future<?> deadlineTimer;
  private volatile boolean cancelled;

  StreamFlight(
      Router<Q, Flow.Publisher<T>> router,
      StreamSettings<Q, T> stream,
      Q request,
      long deadlineNanos,
      Flow.Subscriber<? super T> subscriber) {
    super(router, request, deadlineNanos);
    this.stream = stream;
    this.subscriber = Objects.requireNonNull(subscriber, "subscriber must not be null");
  }

  void begin() {
    mailbox.post(() -> guarded(() -> subscriber.onSubscribe(this)));
  }

  @Override
  public void request(long parts) {
    mailbox.post(() -> requested(parts));
  }

  private void requested(long parts) {
    if (over) {
      if (ending != null && parts > 0) {
        demand = Nanos.plus(demand, parts);
        deliver();
      }
      return;
    }
    if (parts <= 0) {
      land();
      ready.clear();
      endWith(
          () ->
              subscriber.onError(
                  new IllegalArgumentException(
                      "request must be for at least 1 part, but is for " + parts)));
      return;
    }
    demand = Nanos.plus(demand, parts);
    if (!begun) {
      begun = true;
      deadlineTimer = after(deadlineNanos(), this::deadlineOver);
      depart();
    }
    deliver();
  }

  @Override
  public void cancel() {
    cancelled = true;
    mailbox.post(
        () -> {
          if (!over) {
            land();
          }
          finish();
        });
  }

  private void finish() {
    ready.clear();
    kept.clear();
    ending = null;
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
      ready.add(part);
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
    ready.addAll(leg.held);
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
    if (another && policy.reset != null) {
      ready.clear();
      ready.add(policy.reset.get());
      router.tell(RouterEvent.Type.RESTARTED, leg.call.model(), failure.error(), 0);
      advance();
    } else if (another && policy.rest != null && kept.size() + ready.size() <= policy.mostKept) {
      List<T> sofar = new ArrayList<>(kept);
      sofar.addAll(ready);
      chain().continueWith(policy.rest.apply(request(), List.copyOf(sofar)));
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
    endWith(subscriber::onComplete);
    deliver();
  }

  @Override
  void failed(Throwable thrown) {
    endWith(() -> subscriber.onError(thrown));
    deliver();
  }

  private void endWith(Runnable signal) {
    ending = signal;
    if (deadlineTimer != null) {
      deadlineTimer.cancel(false);
    }
    if (ready.isEmpty()) {
      deliver();
    }
  }

  /** Passes on what is there and wanted, then the end, and asks the model for what is missing. */
  private void deliver() {
    while (demand > 0 && !cancelled) {
      T part = ready.poll();
      if (part == null) {
        break;
      }
      demand -= demand == Long.MAX_VALUE ? 0 : 1;
      keep(part);
      guarded(() -> subscriber.onNext(part));
    }
    Runnable signal = ending;
    if (signal != null && ready.isEmpty() && !cancelled) {
      cancelled = true;
      finish();
      guarded(signal);
    }
    pull();
  }

  private void keep(T part) {
    if (stream.policy().rest != null && kept.size() <= stream.policy().mostKept) {
      kept.add(part);
    }
  }

  void pull() {
    if (over || cancelled) {
      return;
    }
    long wanted = demand == Long.MAX_VALUE ? demand : demand - ready.size();
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

  /** A subscriber that throws has cancelled, as rule 2.13 says. */
  private void guarded(Runnable signal) {
    try {
      signal.run();
    } catch (RuntimeException broken) {
      cancelled = true;
      if (!over) {
        land();
      }
      finish();
    }
  }
}
