package com.holdwall.resilience.ai;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Keeps what it is told, and notes whether two signals overlapped or followed the last one. */
final class CollectingSubscriber<T> implements Flow.Subscriber<T> {

  private final List<T> parts = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger within = new AtomicInteger();
  private final List<String> violations = new CopyOnWriteArrayList<>();
  private volatile Flow.@Nullable Subscription subscription;
  private volatile @Nullable Throwable error;
  private volatile boolean completed;
  private volatile boolean cancelled;
  private long atOnce;
  private boolean oneByOne;
  private boolean throwing;
  private @Nullable Runnable onFirst;

  CollectingSubscriber<T> wantingAll() {
    atOnce = Long.MAX_VALUE;
    return this;
  }

  CollectingSubscriber<T> oneByOne() {
    atOnce = 1;
    oneByOne = true;
    return this;
  }

  CollectingSubscriber<T> throwing() {
    throwing = true;
    return this;
  }

  CollectingSubscriber<T> onFirst(Runnable action) {
    onFirst = action;
    return this;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    if (atOnce > 0) {
      given.request(atOnce);
    }
  }

  @Override
  public void onNext(T part) {
    enter();
    if (parts.isEmpty() && onFirst != null) {
      onFirst.run();
    }
    parts.add(part);
    if (throwing) {
      within.decrementAndGet();
      throw new IllegalStateException("broken subscriber");
    }
    if (oneByOne) {
      request(1);
    }
    within.decrementAndGet();
  }

  private void enter() {
    if (within.incrementAndGet() != 1) {
      violations.add("signals overlap");
    }
    if (end.getCount() == 0) {
      violations.add("a signal after the last one");
    }
  }

  @Override
  public void onError(Throwable thrown) {
    enter();
    error = thrown;
    end.countDown();
    within.decrementAndGet();
  }

  @Override
  public void onComplete() {
    enter();
    completed = true;
    end.countDown();
    within.decrementAndGet();
  }

  void request(long more) {
    Flow.Subscription present = subscription;
    if (present != null) {
      present.request(more);
    }
  }

  void cancel() {
    cancelled = true;
    Flow.Subscription present = subscription;
    if (present != null) {
      present.cancel();
    }
  }

  boolean awaitEnd(long seconds) throws InterruptedException {
    return end.await(seconds, TimeUnit.SECONDS);
  }

  List<T> parts() {
    return List.copyOf(parts);
  }

  List<String> violations() {
    return violations;
  }

  @Nullable Throwable error() {
    return error;
  }

  boolean completed() {
    return completed;
  }

  boolean wasCancelled() {
    return cancelled;
  }
}
