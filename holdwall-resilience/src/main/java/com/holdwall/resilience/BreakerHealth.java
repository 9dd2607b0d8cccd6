package com.holdwall.resilience;

import com.holdwall.resilience.BreakerTransition.Reason;
import java.util.Objects;

/**
 * Turns reports of a health check into changes of the phase. Several failures running open; several
 * successes running lead from an opening by health to half-open, never to closed. A broken check
 * changes nothing, and one that no longer reports cannot hold the breaker open: its open time ends.
 */
final class BreakerHealth implements HealthPort {

  private final BreakerMachine breaker;
  private int downs;
  private int ups;
  private long last;

  BreakerHealth(BreakerMachine breaker) {
    this.breaker = breaker;
    this.last = breaker.settings.ticker().nanos();
  }

  @Override
  public synchronized void report(Health health, long observedNanos) {
    Objects.requireNonNull(health, "health must not be null");
    long now = breaker.settings.ticker().nanos();
    boolean stale = now - observedNanos > breaker.settings.healthStaleNanos();
    if (stale || health == Health.UNKNOWN || observedNanos - last < 0) {
      return;
    }
    forgetAfterAGap(observedNanos);
    last = observedNanos;
    if (health == Health.DOWN) {
      down(now);
    } else {
      up();
    }
  }

  private void forgetAfterAGap(long observedNanos) {
    if (observedNanos - last > breaker.settings.healthStaleNanos()) {
      downs = 0;
      ups = 0;
    }
  }

  private void down(long now) {
    ups = 0;
    downs = Math.min(downs + 1, breaker.settings.healthFailures());
    if (downs < breaker.settings.healthFailures()) {
      return;
    }
    BreakerState state = breaker.state();
    if (state instanceof OpenState open) {
      breaker.stayOpen(open, now);
    } else if (state instanceof HalfOpenState || (state instanceof ClosedState c && c.opens)) {
      breaker.open(state, Reason.HEALTH_DOWN, now, now);
    }
  }

  private void up() {
    downs = 0;
    ups = Math.min(ups + 1, breaker.settings.healthSuccesses());
    boolean enough = ups == breaker.settings.healthSuccesses();
    if (enough && breaker.state() instanceof OpenState open && open.byHealth) {
      breaker.halfOpen(open, Reason.HEALTH_UP);
    }
  }
}
