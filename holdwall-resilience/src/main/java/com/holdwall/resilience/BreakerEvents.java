package com.holdwall.resilience;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerEvent;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnCallNotPermittedEvent;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnErrorEvent;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnFailureRateExceededEvent;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnIgnoredErrorEvent;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnResetEvent;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnSlowCallRateExceededEvent;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnStateTransitionEvent;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnSuccessEvent;
import io.github.resilience4j.core.EventConsumer;
import io.github.resilience4j.core.EventProcessor;
import java.time.Duration;

/** A breaker's calls and transitions as resilience4j's events, made only if somebody listens. */
final class BreakerEvents extends EventProcessor<CircuitBreakerEvent>
    implements CircuitBreaker.EventPublisher, CallObserver {

  private final String name;

  BreakerEvents(String name) {
    this.name = name;
  }

  @Override
  public boolean active() {
    return hasConsumers();
  }

  @Override
  public void succeeded(long elapsedNanos) {
    processEvent(new CircuitBreakerOnSuccessEvent(name, Duration.ofNanos(elapsedNanos)));
  }

  @Override
  public void failed(long elapsedNanos, Throwable thrown) {
    processEvent(new CircuitBreakerOnErrorEvent(name, Duration.ofNanos(elapsedNanos), thrown));
  }

  @Override
  public void ignored(long elapsedNanos, Throwable thrown) {
    processEvent(
        new CircuitBreakerOnIgnoredErrorEvent(name, Duration.ofNanos(elapsedNanos), thrown));
  }

  @Override
  public void rejected() {
    processEvent(new CircuitBreakerOnCallNotPermittedEvent(name));
  }

  void turned(CircuitBreaker.State from, CircuitBreaker.State to) {
    if (from != to) {
      processEvent(
          new CircuitBreakerOnStateTransitionEvent(
              name, CircuitBreaker.StateTransition.transitionBetween(name, from, to)));
    }
  }

  void reset() {
    processEvent(new CircuitBreakerOnResetEvent(name));
  }

  private <E extends CircuitBreakerEvent> CircuitBreaker.EventPublisher on(
      Class<E> type, EventConsumer<E> consumer) {
    registerConsumer(type.getName(), consumer);
    return this;
  }

  @Override
  public CircuitBreaker.EventPublisher onSuccess(
      EventConsumer<CircuitBreakerOnSuccessEvent> consumer) {
    return on(CircuitBreakerOnSuccessEvent.class, consumer);
  }

  @Override
  public CircuitBreaker.EventPublisher onError(EventConsumer<CircuitBreakerOnErrorEvent> consumer) {
    return on(CircuitBreakerOnErrorEvent.class, consumer);
  }

  @Override
  public CircuitBreaker.EventPublisher onStateTransition(
      EventConsumer<CircuitBreakerOnStateTransitionEvent> consumer) {
    return on(CircuitBreakerOnStateTransitionEvent.class, consumer);
  }

  @Override
  public CircuitBreaker.EventPublisher onReset(EventConsumer<CircuitBreakerOnResetEvent> consumer) {
    return on(CircuitBreakerOnResetEvent.class, consumer);
  }

  @Override
  public CircuitBreaker.EventPublisher onIgnoredError(
      EventConsumer<CircuitBreakerOnIgnoredErrorEvent> consumer) {
    return on(CircuitBreakerOnIgnoredErrorEvent.class, consumer);
  }

  @Override
  public CircuitBreaker.EventPublisher onCallNotPermitted(
      EventConsumer<CircuitBreakerOnCallNotPermittedEvent> consumer) {
    return on(CircuitBreakerOnCallNotPermittedEvent.class, consumer);
  }

  @Override
  public CircuitBreaker.EventPublisher onFailureRateExceeded(
      EventConsumer<CircuitBreakerOnFailureRateExceededEvent> consumer) {
    return on(CircuitBreakerOnFailureRateExceededEvent.class, consumer);
  }

  @Override
  public CircuitBreaker.EventPublisher onSlowCallRateExceeded(
      EventConsumer<CircuitBreakerOnSlowCallRateExceededEvent> consumer) {
    return on(CircuitBreakerOnSlowCallRateExceededEvent.class, consumer);
  }
}
