package com.holdwall.resilience;

import com.holdwall.resilience.internal.Nanos;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Breaker} as resilience4j's registries and Micrometer binders see it. Calls through
 * resilience4j's own decorators work, too, as long as they come back on the thread that made them:
 * its interface has no permits, so that ours are kept by thread.
 */
final class BreakerView implements CircuitBreaker {

  private final Breaker breaker;
  private final BreakerEvents events;
  private final BreakerViewMetrics metrics;
  private final CircuitBreakerConfig config;
  private final ThreadLocal<@Nullable Long> permit = new ThreadLocal<>();

  BreakerView(Breaker breaker) {
    this.breaker = breaker;
    this.events = new BreakerEvents(breaker.name());
    this.metrics = new BreakerViewMetrics(breaker);
    this.config = BreakerViewMetrics.config(breaker.settings);
    breaker.observe(events);
    breaker.onTransition(turn -> events.turned(state(turn.from()), state(turn.to())));
  }

  static State state(BreakerPhase phase) {
    return State.valueOf(phase.name());
  }

  @Override
  public boolean tryAcquirePermission() {
    long taken = breaker.tryAcquire();
    permit.set(taken);
    return taken != Breaker.REJECTED;
  }

  @Override
  public void acquirePermission() {
    if (!tryAcquirePermission()) {
      throw CallNotPermittedException.createCallNotPermittedException(this);
    }
  }

  private long takePermit() {
    Long taken = permit.get();
    permit.remove();
    return taken == null ? Breaker.REJECTED : taken;
  }

  @Override
  public void releasePermission() {
    breaker.release(takePermit());
  }

  @Override
  public void onError(long duration, TimeUnit unit, Throwable thrown) {
    breaker.failed(takePermit(), unit.toNanos(duration));
    events.failed(unit.toNanos(duration), thrown);
  }

  @Override
  public void onSuccess(long duration, TimeUnit unit) {
    breaker.succeeded(takePermit(), unit.toNanos(duration));
    events.succeeded(unit.toNanos(duration));
  }

  @Override
  public void onResult(long duration, TimeUnit unit, @Nullable Object result) {
    onSuccess(duration, unit);
  }

  @Override
  public void reset() {
    breaker.switchTo(BreakerPhase.CLOSED);
    events.reset();
  }

  @Override
  public void transitionToClosedState() {
    breaker.switchTo(BreakerPhase.CLOSED);
  }

  @Override
  public void transitionToOpenState() {
    breaker.switchTo(BreakerPhase.OPEN);
  }

  @Override
  public void transitionToOpenStateFor(Duration wait) {
    breaker.switchTo(BreakerPhase.OPEN, Nanos.of(wait));
  }

  @Override
  public void transitionToOpenStateUntil(Instant until) {
    transitionToOpenStateFor(Duration.between(Instant.now(), until));
  }

  @Override
  public void transitionToHalfOpenState() {
    breaker.switchTo(BreakerPhase.HALF_OPEN);
  }

  @Override
  public void transitionToDisabledState() {
    breaker.switchTo(BreakerPhase.DISABLED);
  }

  @Override
  public void transitionToMetricsOnlyState() {
    breaker.switchTo(BreakerPhase.METRICS_ONLY);
  }

  @Override
  public void transitionToForcedOpenState() {
    breaker.switchTo(BreakerPhase.FORCED_OPEN);
  }

  @Override
  public String getName() {
    return breaker.name();
  }

  @Override
  public State getState() {
    return state(breaker.phase());
  }

  @Override
  public CircuitBreakerConfig getCircuitBreakerConfig() {
    return config;
  }

  @Override
  public Metrics getMetrics() {
    return metrics;
  }

  @Override
  public Map<String, String> getTags() {
    return Map.of();
  }

  @Override
  public EventPublisher getEventPublisher() {
    return events;
  }

  @Override
  public long getCurrentTimestamp() {
    return breaker.settings.ticker().nanos();
  }

  @Override
  public TimeUnit getTimestampUnit() {
    return TimeUnit.NANOSECONDS;
  }

  @Override
  public String toString() {
    return breaker.toString();
  }
}
