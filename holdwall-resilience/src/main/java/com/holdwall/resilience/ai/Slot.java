package com.holdwall.resilience.ai;

import com.holdwall.resilience.Breaker;
import com.holdwall.resilience.BreakerPhase;
import com.holdwall.resilience.internal.Nanos;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A model in its place within a router. Immutable but for the model's state. */
final class Slot<Q, R> {

  /** The permit of a model without a breaker, and of a probe that passes it by. */
  static final long NO_PERMIT = Long.MIN_VALUE;

  final ModelSettings settings;
  final ModelState state;
  final Transport<Q, R> transport;
  final UnaryOperator<Q> mapper;
  final int rank;
  final long totalNanos;

  /** What takes longer is the model's fault: its total, or its time to the first token. */
  final long judgedNanos;

  Slot(
      ModelSettings settings,
      ModelState state,
      Transport<Q, R> transport,
      UnaryOperator<Q> mapper,
      int rank,
      long judgedNanos) {
    this.settings = settings;
    this.state = state;
    this.transport = transport;
    this.mapper = mapper;
    this.rank = rank;
    this.judgedNanos = judgedNanos;
    this.totalNanos = Nanos.of(settings.timeouts().total());
  }

  /** What a call reserves of the tokens per minute. */
  long estimate(int promptTokens) {
    return (long) promptTokens + settings.answerTokens();
  }

  /** Whether a call could start now: it does not cool, its breaker lets some through, quota. */
  boolean able(long estimate, long now) {
    return state.cooldown.able(now) && closed() && state.quota.waitNanos(estimate, now) == 0;
  }

  private boolean closed() {
    Breaker breaker = state.breaker;
    if (breaker == null) {
      return true;
    }
    BreakerPhase phase = breaker.phase();
    if (phase == BreakerPhase.OPEN) {
      Duration open = breaker.openFor();
      return open == null || open.isZero();
    }
    return phase != BreakerPhase.FORCED_OPEN;
  }

  /** Permits for one call; null if it must not start. */
  @Nullable Admission admit(long estimate, long leaseNanos, long now) {
    long ticket = state.cooldown.tryEnter(now, leaseNanos);
    if (ticket == Cooldown.REFUSED) {
      return null;
    }
    long permit = state.breaker == null ? NO_PERMIT : state.breaker.tryAcquire();
    if (permit == Breaker.REJECTED) {
      state.cooldown.released(ticket);
      return null;
    }
    if (!state.quota.tryReserve(estimate, now)) {
      state.cooldown.released(ticket);
      release(permit);
      return null;
    }
    return new Admission(permit, ticket, estimate, false);
  }

  /** Permits for a probe of a model that is left alone; null if there is one already. */
  @Nullable Admission force(long estimate, long leaseNanos, long now) {
    if (!state.lastResort.compareAndSet(false, true)) {
      return null;
    }
    long ticket = state.cooldown.tryForce(now, leaseNanos);
    if (ticket == Cooldown.REFUSED || !state.quota.tryReserve(estimate, now)) {
      state.cooldown.released(ticket);
      state.lastResort.set(false);
      return null;
    }
    return new Admission(NO_PERMIT, ticket, estimate, true);
  }

  void release(long permit) {
    if (state.breaker != null && permit != NO_PERMIT) {
      state.breaker.release(permit);
    }
  }

  /** Whether it is left alone because of what its calls said; not merely out of quota. */
  boolean leftAlone(long now) {
    return !state.cooldown.able(now) || !closed();
  }

  /**
   * How long until a call could start, in nanoseconds; 0 if that is not known, and the longest time
   * for a model that was switched off by hand.
   */
  long waitNanos(long estimate, long now) {
    if (state.breaker != null && state.breaker.phase() == BreakerPhase.FORCED_OPEN) {
      return Long.MAX_VALUE;
    }
    if (state.cooldown.probing(now)) {
      return 0;
    }
    long wait = Math.max(state.cooldown.leftNanos(now), state.quota.waitNanos(estimate, now));
    Duration open = state.breaker == null ? null : state.breaker.openFor();
    return open == null ? wait : Math.max(wait, Nanos.of(open));
  }
}
