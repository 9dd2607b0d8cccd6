package com.holdwall.benchmarks;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.retry.Retry;
import java.time.Duration;

/** The peers, set up as their documentation says, with their defaults. */
final class Stacks {

  private Stacks() {}

  static io.github.resilience4j.circuitbreaker.CircuitBreaker breaker(
      SlidingWindowSynchronizationStrategy strategy) {
    return io.github.resilience4j.circuitbreaker.CircuitBreaker.of(
        "target",
        CircuitBreakerConfig.custom()
            .slidingWindow(100, 100, CircuitBreakerConfig.SlidingWindowType.COUNT_BASED, strategy)
            .build());
  }

  static Retry retry() {
    return Retry.ofDefaults("target");
  }

  static FailsafeExecutor<Object> failsafe(CircuitBreaker<Object> breaker) {
    return Failsafe.with(
        RetryPolicy.builder().withBackoff(Duration.ofMillis(100), Duration.ofSeconds(20)).build(),
        breaker);
  }
}
