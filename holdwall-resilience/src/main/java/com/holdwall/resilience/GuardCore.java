package com.holdwall.resilience;

import com.holdwall.resilience.internal.Listeners;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a guard's plain, asynchronous and hedged calls share. Thread-safe. */
final class GuardCore {

  /** The permit of a guard without a breaker. */
  private static final long NO_BREAKER = -1;

  final GuardSettings settings;
  final GuardTally tally = new GuardTally();
  private final @Nullable Breaker breaker;
  private final @Nullable RetryBudget budget;
  private final @Nullable AdaptiveThrottle throttle;
  private final boolean slowCalls;
  private final CallRejectedException throttled;
  private final CopyOnWriteArrayList<Consumer<? super GuardEvent>> listeners =
      new CopyOnWriteArrayList<>();

  GuardCore(GuardSettings settings) {
    this.settings = settings;
    this.breaker = settings.breaker();
    this.budget = settings.budget();
    this.throttle = settings.throttle();
    this.slowCalls = breaker != null && breaker.settings.watchesSlowCalls();
    this.throttled = CallRejectedException.throttled(settings.name());
  }

  /** A permit for one attempt; throws if it must not be made. */
  long admit(long nowNanos) {
    if (throttle != null && !throttle.tryAcquire()) {
      tally.rejected.increment();
      throw throttled;
    }
    if (breaker == null) {
      return NO_BREAKER;
    }
    long permit = breaker.tryAcquireAt(nowNanos);
    if (permit == Breaker.REJECTED) {
      tally.rejected.increment();
      throw breaker.rejection;
    }
    return permit;
  }

  /** A permit for a hedge, which is refused without a word. */
  long tryAdmit(long nowNanos) {
    if (throttle != null && !throttle.tryAcquire()) {
      return Breaker.REJECTED;
    }
    return breaker == null ? NO_BREAKER : breaker.tryAcquireAt(nowNanos);
  }

  /**
   * Settles an attempt that came back. Where no call is slow its outcome is booked at the time of
   * its start, which saves reading the clock again.
   */
  void answered(long permit, long attemptStart) {
    if (breaker != null) {
      CallObserver observer = breaker.observer();
      if (slowCalls || observer != null) {
        answered(breaker, observer, permit, attemptStart);
      } else {
        breaker.record(permit, 0, attemptStart, 0);
      }
    }
    if (throttle != null) {
      throttle.accepted();
    }
  }

  private void answered(
      Breaker target, @Nullable CallObserver observer, long permit, long attemptStart) {
    long now = settings.ticker().nanos();
    target.record(permit, target.slow(now - attemptStart), now, 0);
    if (observer != null) {
      observer.succeeded(now - attemptStart);
    }
  }

  void succeededAtOnce() {
    if (budget != null) {
      budget.succeeded();
    }
    tally.succeeded.increment();
  }

  Failure failed(long permit, Throwable thrown, long attemptStart, long nowNanos) {
    Failure failure = classify(thrown);
    if (breaker != null) {
      failed(breaker, failure, permit, thrown, attemptStart, nowNanos);
    }
    if (throttle != null && failure.kind() == Failure.Kind.PERMANENT) {
      throttle.accepted();
    }
    return failure;
  }

  private static void failed(
      Breaker target, Failure failure, long permit, Throwable thrown, long start, long nowNanos) {
    CallObserver observer = target.observer();
    if (failure.kind() == Failure.Kind.TRANSIENT) {
      int outcome = OutcomeWindow.FAILED | target.slow(nowNanos - start);
      target.record(permit, outcome, nowNanos, failure.askedNanos());
      if (observer != null) {
        observer.failed(nowNanos - start, thrown);
      }
    } else {
      if (failure.kind() == Failure.Kind.THROTTLED) {
        target.throttled(permit, nowNanos, failure.askedNanos());
      } else {
        target.release(permit);
      }
      if (observer != null) {
        observer.ignored(nowNanos - start, thrown);
      }
    }
  }

  private Failure classify(Throwable thrown) {
    if (thrown instanceof CallTimeoutException) {
      return Failure.TRANSIENT;
    }
    return settings.classifier().classify(thrown);
  }

  void release(long permit) {
    if (breaker != null) {
      breaker.release(permit);
    }
  }

  void tell(GuardEvent.Type type, int attempt, @Nullable Throwable failure) {
    if (!listeners.isEmpty()) {
      GuardEvent event = new GuardEvent(settings.name(), type, attempt, failure);
      listeners.forEach(listener -> Listeners.tell(listener, event));
    }
  }

  void listen(Consumer<? super GuardEvent> listener) {
    listeners.add(listener);
  }
}
