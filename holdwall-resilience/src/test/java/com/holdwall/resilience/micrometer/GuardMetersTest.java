package com.holdwall.resilience.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.resilience.Backoff;
import com.holdwall.resilience.Guard;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GuardMetersTest {

  @Test
  void bindTo_showsCallsBudgetAndPhase() throws Exception {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Guard guard =
        Guard.named("db").retry(Backoff.exponential(Duration.ofMillis(1))).circuitBreaker().build();
    GuardMeters.of(guard).bindTo(registry);

    guard.call(() -> "answer");

    assertThat(calls(registry, "succeeded")).isEqualTo(1);
    assertThat(calls(registry, "failed")).isZero();
    assertThat(registry.get("holdwall.guard.budget").gauge().value()).isEqualTo(500);
    assertThat(phase(registry, "closed")).isEqualTo(1);
    assertThat(phase(registry, "open")).isZero();
  }

  @Test
  void resilience4jsOwnBinder_showsTheGuardsBreakerUnderItsUsualNames() throws Exception {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
    TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(breakers).bindTo(meters);
    Guard guard = Guard.named("db").circuitBreaker().build();
    guard.breaker().orElseThrow().register(breakers);

    guard.call(() -> "answer");

    assertThat(
            meters
                .get("resilience4j.circuitbreaker.calls")
                .tags("name", "db", "kind", "successful")
                .timer()
                .count())
        .isEqualTo(1);
    assertThat(
            meters
                .get("resilience4j.circuitbreaker.state")
                .tags("name", "db", "state", "closed")
                .gauge()
                .value())
        .isEqualTo(1);
    assertThat(
            meters
                .get("resilience4j.circuitbreaker.buffered.calls")
                .tags("name", "db", "kind", "successful")
                .gauge()
                .value())
        .isEqualTo(1);
  }

  private static double calls(SimpleMeterRegistry registry, String outcome) {
    return registry.get("holdwall.guard.calls").tag("outcome", outcome).functionCounter().count();
  }

  private static double phase(SimpleMeterRegistry registry, String phase) {
    return registry.get("holdwall.guard.breaker").tag("phase", phase).gauge().value();
  }
}
