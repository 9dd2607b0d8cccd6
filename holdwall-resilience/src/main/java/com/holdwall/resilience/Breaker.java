package com.holdwall.resilience;

import com.holdwall.resilience.BreakerTransition.Reason;
import com.holdwall.resilience.internal.Nanos;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker: it stops calls to a target that fails or is too slow, and tries again later
 * with a few. It differs from resilience4j's in this: a call's outcome counts only in the state
 * that let the call through; a half-open call that never comes back loses its place after a lease;
 * half-open calls grow in number from one; the open time doubles from opening to opening, is spread
 * by a fifth, and is as long as a server's Retry-After asks, up to a minute; and a health check of
 * the target may open it.
 *
 * <p>It is a machine of its own and not a wrapper, as resilience4j's cannot be told which state let
 * a call through: its interface has no permits. {@link #register} shows it in resilience4j's
 * registry.
 *
 * <p>{@link Guard} uses it. By hand: take a permit with {@link #tryAcquire()}, and give each permit
 * back exactly once, by {@link #succeeded}, {@link #failed} or {@link #release}. Thread-safe;
 * memory is allocated only at a change of phase; owns no thread.
 */
public final class Breaker extends BreakerMachine {

  /** The answer of {@link #tryAcquire()} to a call that must not be made. */
  public static final long REJECTED = BreakerState.REJECTED;

  final CallRejectedException rejection;
  private final BreakerHealth health;
  private volatile @Nullable CallObserver observer;
  private final LongAdder rejected = new LongAdder();
  private final LongAdder stale = new LongAdder();

  Breaker(BreakerSettings settings) {
    super(settings);
    this.rejection = CallRejectedException.open(settings.name());
    this.health = new BreakerHealth(this);
  }

  /**
   * A breaker with the defaults that {@link BreakerBuilder} lists.
   *
   * @param name the target's name in meters and events; not blank
   * @return a closed breaker
   */
  public static Breaker ofDefaults(String name) {
    return named(name).build();
  }

  /**
   * Starts to build a breaker.
   *
   * @param name the target's name in meters and events; not blank
   * @return a builder with the defaults
   * @throws IllegalArgumentException if the name is blank
   */
  public static BreakerBuilder named(String name) {
    return new BreakerBuilder(name);
  }

  /** {@return the target's name} */
  public String name() {
    return settings.name();
  }

  /** {@return the present phase; open ends only with the next call or health report} */
  public BreakerPhase phase() {
    return state().phase();
  }

  /** {@return a permit for one call, or {@link #REJECTED}} */
  public long tryAcquire() {
    BreakerState present = state();
    return present instanceof ClosedState closed
        ? closed.permit
        : acquire(settings.ticker().nanos());
  }

  /** As {@link #tryAcquire()}, for a caller that has read the clock already. */
  long tryAcquireAt(long nowNanos) {
    return state() instanceof ClosedState closed ? closed.permit : acquire(nowNanos);
  }

  private long acquire(long nowNanos) {
    BreakerState present = state();
    if (present instanceof OpenState open && open.over(nowNanos)) {
      halfOpen(open, Reason.OPEN_TIME_OVER);
      present = state();
    }
    long permit = acquire(present, nowNanos);
    if (permit == REJECTED) {
      refused();
    }
    return permit;
  }

  private void refused() {
    rejected.increment();
    CallObserver watching = observer();
    if (watching != null) {
      watching.rejected();
    }
  }

  /** Who wants to hear of each call; null while nobody does. */
  @Nullable CallObserver observer() {
    CallObserver present = observer;
    return present != null && present.active() ? present : null;
  }

  void observe(CallObserver newObserver) {
    observer = newObserver;
  }

  private long acquire(BreakerState present, long nowNanos) {
    if (present instanceof HalfOpenState half) {
      long permit = half.tryAcquire(nowNanos);
      decide(half, nowNanos);
      return permit;
    }
    if (present instanceof ClosedState closed) {
      return closed.permit;
    }
    return present instanceof FixedState fixed ? fixed.tryAcquire() : REJECTED;
  }

  /**
   * Tells that a call came back well.
   *
   * @param permit the call's permit
   * @param elapsedNanos how long the call took
   */
  public void succeeded(long permit, long elapsedNanos) {
    record(permit, slow(elapsedNanos), settings.ticker().nanos(), 0);
  }

  /**
   * Tells that a call failed for a reason that is the target's.
   *
   * @param permit the call's permit
   * @param elapsedNanos how long the call took
   */
  public void failed(long permit, long elapsedNanos) {
    failed(permit, elapsedNanos, Duration.ZERO);
  }

  /**
   * Tells that a call failed, and that the target asked to be left alone for a while.
   *
   * @param permit the call's permit
   * @param elapsedNanos how long the call took
   * @param asked how long; at most 60 s of it are followed
   */
  public void failed(long permit, long elapsedNanos, Duration asked) {
    int outcome = OutcomeWindow.FAILED | slow(elapsedNanos);
    record(permit, outcome, settings.ticker().nanos(), Nanos.of(asked));
  }

  /**
   * Tells that the target is well but asked to be called less, as with status 429. That is no
   * failure. But if the breaker opens before the time is over, it stays open until then, and a
   * half-open breaker opens again, as the target does not want its probes.
   *
   * @param permit the call's permit
   * @param asked how long the target asked to be left alone; zero if it did not say; at most 60 s
   *     of it are followed
   */
  public void throttled(long permit, Duration asked) {
    throttled(permit, settings.ticker().nanos(), Nanos.of(asked));
  }

  void throttled(long permit, long nowNanos, long askedNanos) {
    BreakerState present = state();
    if (askedNanos > 0 && present instanceof HalfOpenState && present.gave(permit)) {
      record(permit, OutcomeWindow.FAILED, nowNanos, askedNanos);
      return;
    }
    if (askedNanos > 0 && present instanceof ClosedState closed && closed.gave(permit)) {
      closed.asked(nowNanos + Math.min(askedNanos, BreakerSettings.LONGEST_ASKED));
    }
    release(permit);
  }

  int slow(long elapsedNanos) {
    return elapsedNanos >= settings.slowNanos() && settings.watchesSlowCalls()
        ? OutcomeWindow.SLOW
        : 0;
  }

  void record(long permit, int outcome, long nowNanos, long askedNanos) {
    BreakerState present = state();
    if (!present.gave(permit)) {
      stale.increment();
    } else if (present instanceof ClosedState closed) {
      recordClosed(closed, outcome, nowNanos, askedNanos);
    } else if (present instanceof HalfOpenState half) {
      recordProbe(half, permit, outcome, nowNanos, askedNanos);
    }
  }

  private void recordClosed(ClosedState closed, int outcome, long nowNanos, long askedNanos) {
    if (askedNanos > 0) {
      closed.asked(nowNanos + Math.min(askedNanos, BreakerSettings.LONGEST_ASKED));
    }
    Reason reason = closed.record(outcome, nowNanos);
    if (reason != null) {
      open(closed, reason, nowNanos, closed.askedUntil());
    }
  }

  private void recordProbe(
      HalfOpenState half, long permit, int outcome, long nowNanos, long askedNanos) {
    if (!half.settle(permit, outcome, nowNanos)) {
      stale.increment();
    }
    long asked = nowNanos + Math.min(askedNanos, BreakerSettings.LONGEST_ASKED);
    decide(half, nowNanos, asked);
  }

  /**
   * Gives a permit back for a call that says nothing about the target: the caller cancelled it, or
   * the target answered that the request was wrong.
   *
   * @param permit the call's permit
   */
  public void release(long permit) {
    BreakerState present = state();
    if (!present.gave(permit)) {
      stale.increment();
    } else if (present instanceof HalfOpenState half) {
      long now = settings.ticker().nanos();
      if (!half.release(permit, now)) {
        stale.increment();
      }
      decide(half, now);
    }
  }

  private void decide(HalfOpenState half, long nowNanos) {
    decide(half, nowNanos, nowNanos);
  }

  private void decide(HalfOpenState half, long nowNanos, long askedUntil) {
    switch (half.verdict()) {
      case OPEN -> open(half, Reason.PROBES_FAILED, nowNanos, askedUntil);
      case CLOSE -> close(half, nowNanos);
      case UNDECIDED -> {}
    }
  }

  /**
   * Switches the breaker by hand. {@link BreakerPhase#OPEN} opens it for its usual time.
   *
   * @param phase the phase to be in
   */
  public void switchTo(BreakerPhase phase) {
    switchTo(phase, settings.openNanos(0));
  }

  /** {@return where a health check of the target reports what it saw} */
  public HealthPort healthPort() {
    return health;
  }

  /**
   * Listens to changes of the phase. The listener runs on the thread that changes it and should be
   * quick; what it throws is dropped.
   *
   * @param listener what to tell
   */
  public void onTransition(Consumer<? super BreakerTransition> listener) {
    listeners.add(Objects.requireNonNull(listener, "listener must not be null"));
  }

  /**
   * Shows this breaker in resilience4j's registry, so that its Micrometer binders, its events and
   * whatever switches its breakers by hand work on this one. It replaces an entry of its name.
   * While somebody listens to resilience4j's events, as its Micrometer binder does, each call is
   * timed and makes an event object, as there.
   *
   * @param registry resilience4j's registry
   * @return this breaker, as the registry shows it
   */
  public CircuitBreaker register(CircuitBreakerRegistry registry) {
    CircuitBreaker view = new BreakerView(this);
    CircuitBreaker unused = registry.circuitBreaker(name(), view.getCircuitBreakerConfig());
    registry.replace(name(), view);
    return view;
  }

  /** {@return what has been counted so far} */
  public BreakerCounts counts() {
    return BreakerReading.of(state(), settings.ticker().nanos(), rejected.sum(), stale.sum());
  }

  /**
   * {@return how long it stays open from now on; zero if that time is over, and null if it is not
   * open}
   */
  public @Nullable Duration openFor() {
    return state() instanceof OpenState open
        ? Duration.ofNanos(Math.max(0, open.untilNanos - settings.ticker().nanos()))
        : null;
  }

  @Override
  public String toString() {
    return "Breaker[" + name() + ", " + phase() + "]";
  }
}
