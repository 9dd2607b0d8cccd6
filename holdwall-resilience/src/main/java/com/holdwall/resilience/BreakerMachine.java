package com.holdwall.resilience;

import com.holdwall.resilience.BreakerTransition.Reason;
import com.holdwall.resilience.internal.Listeners;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;

/**
 * A breaker's state and what follows it: how long an opening lasts, which state comes next, and who
 * is told. A turn names the state that it leaves; one that another thread has left already changes
 * nothing. What calls do in a state is {@link Breaker}'s, which extends this so that a call finds
 * the state without a step between. Thread-safe.
 */
sealed class BreakerMachine permits Breaker {

  private static final AtomicReferenceFieldUpdater<BreakerMachine, BreakerState> STATE =
      AtomicReferenceFieldUpdater.newUpdater(BreakerMachine.class, BreakerState.class, "state");

  final BreakerSettings settings;
  final CopyOnWriteArrayList<Consumer<? super BreakerTransition>> listeners =
      new CopyOnWriteArrayList<>();
  private volatile BreakerState state;

  BreakerMachine(BreakerSettings settings) {
    this.settings = settings;
    this.state = new ClosedState(1, settings, true, 0, settings.ticker().nanos());
  }

  final BreakerState state() {
    return state;
  }

  /** Opens for the time that is due, or until what servers asked for if that is later. */
  final void open(BreakerState from, Reason reason, long nowNanos, long askedUntil) {
    int earlier = opensInRow(from, nowNanos);
    long until = nowNanos + settings.openNanos(earlier);
    long latest = askedUntil - until > 0 ? askedUntil : until;
    boolean byHealth = reason == Reason.HEALTH_DOWN;
    replace(from, new OpenState(from.epoch + 1, latest, earlier + 1, byHealth), reason);
  }

  private static int opensInRow(BreakerState from, long nowNanos) {
    if (from instanceof ClosedState closed) {
      return closed.opensInRow(nowNanos);
    }
    return from instanceof HalfOpenState half ? half.opensInRow : 0;
  }

  final void stayOpen(OpenState open, long nowNanos) {
    long until = nowNanos + settings.openNanos(0);
    if (until - open.untilNanos > 0) {
      // the same stay in the same phase, only longer: it is no transition
      STATE.compareAndSet(this, open, new OpenState(open.epoch, until, open.opensInRow, true));
    }
  }

  final void halfOpen(OpenState open, Reason reason) {
    replace(open, new HalfOpenState(open.epoch + 1, settings, open.opensInRow), reason);
  }

  /** Closes; openings in a row are not forgotten yet. */
  final void close(HalfOpenState half, long nowNanos) {
    replace(
        half,
        new ClosedState(half.epoch + 1, settings, true, half.opensInRow, nowNanos),
        Reason.PROBES_SUCCEEDED);
  }

  final void switchTo(BreakerPhase phase, long openNanos) {
    BreakerState from = state;
    while (!replace(from, fresh(phase, from.epoch + 1, openNanos), Reason.MANUAL)) {
      from = state;
    }
  }

  private BreakerState fresh(BreakerPhase phase, long epoch, long openNanos) {
    long now = settings.ticker().nanos();
    return switch (phase) {
      case CLOSED -> new ClosedState(epoch, settings, true, 0, now);
      case METRICS_ONLY -> new ClosedState(epoch, settings, false, 0, now);
      case OPEN -> new OpenState(epoch, now + openNanos, 1, false);
      case HALF_OPEN -> new HalfOpenState(epoch, settings, 1);
      case DISABLED, FORCED_OPEN -> new FixedState(epoch, phase);
    };
  }

  private boolean replace(BreakerState from, BreakerState to, Reason reason) {
    if (!STATE.compareAndSet(this, from, to)) {
      return false;
    }
    publish(new BreakerTransition(settings.name(), from.phase(), to.phase(), reason));
    return true;
  }

  private void publish(BreakerTransition transition) {
    for (Consumer<? super BreakerTransition> listener : listeners) {
      Listeners.tell(listener, transition);
    }
  }
}
