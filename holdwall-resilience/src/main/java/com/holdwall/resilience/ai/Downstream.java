package com.holdwall.resilience.ai;

import com.holdwall.resilience.internal.Nanos;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The subscriber's side of a streamed answer: what it asked for, what is there for it, and the end.
 * All but {@link #close} is used by the flight's tasks alone.
 */
final class Downstream<T> {

  private final Flow.Subscriber<? super T> subscriber;
  private final Runnable broken;
  private final int mostKept;

  /** Parts that are there, of which fewer were asked for; bounded by what a leg holds back. */
  private final Queue<T> ready = new ArrayDeque<>();

  /** The parts that were passed on, as far as they are needed to continue. */
  private final List<T> kept = new ArrayList<>();

  private long demand;
  private @Nullable Runnable ending;
  private volatile boolean closed;

  /**
   * Makes one.
   *
   * @param mostKept how many parts to remember; negative for none at all
   * @param broken told when the subscriber throws
   */
  Downstream(Flow.Subscriber<? super T> subscriber, int mostKept, Runnable broken) {
    this.subscriber = subscriber;
    this.mostKept = mostKept;
    this.broken = broken;
  }

  void subscribed(Flow.Subscription subscription) {
    guarded(() -> subscriber.onSubscribe(subscription));
  }

  void asked(long parts) {
    demand = Nanos.plus(demand, parts);
  }

  /** How many parts are asked for and not there; the longest number where all are. */
  long missing() {
    return demand == Long.MAX_VALUE ? demand : demand - ready.size();
  }

  void add(T part) {
    ready.add(part);
  }

  void addAll(Queue<T> parts) {
    ready.addAll(parts);
  }

  /** What is there is worth nothing any more, but for this part. */
  void restart(T part) {
    ready.clear();
    ready.add(part);
  }

  /** All parts so far, passed on or not; null if they are more than are kept. */
  @Nullable List<T> soFar() {
    if (kept.size() + ready.size() > mostKept) {
      return null;
    }
    List<T> all = new ArrayList<>(kept);
    all.addAll(ready);
    return List.copyOf(all);
  }

  void completes() {
    ending = subscriber::onComplete;
  }

  /** Ends with an error, after what is there. */
  void fails(Throwable thrown) {
    ending = () -> subscriber.onError(thrown);
  }

  /** Whether the end is there, and only waits for the parts before it to be asked for. */
  boolean ending() {
    return ending != null;
  }

  /** Whether nobody listens any more: it was cancelled, or has been told the end. */
  boolean closed() {
    return closed;
  }

  /** From any thread: no further part is passed on. */
  void close() {
    closed = true;
  }

  void clear() {
    ready.clear();
    kept.clear();
    ending = null;
  }

  void dropReady() {
    ready.clear();
  }

  /** Passes on what is there and asked for, and then the end. */
  void deliver() {
    while (demand > 0 && !closed) {
      T part = ready.poll();
      if (part == null) {
        break;
      }
      demand -= demand == Long.MAX_VALUE ? 0 : 1;
      if (kept.size() <= mostKept) {
        kept.add(part);
      }
      guarded(() -> subscriber.onNext(part));
    }
    Runnable signal = ending;
    if (signal != null && ready.isEmpty() && !closed) {
      closed = true;
      clear();
      guarded(signal);
    }
  }

  /** A subscriber that throws has cancelled, as rule 2.13 of Reactive Streams says. */
  private void guarded(Runnable signal) {
    try {
      signal.run();
    } catch (RuntimeException mistake) {
      closed = true;
      broken.run();
    }
  }
}
