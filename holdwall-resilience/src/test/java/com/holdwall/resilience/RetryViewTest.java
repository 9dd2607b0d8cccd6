package com.holdwall.resilience;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4j.micrometer.tagged.TaggedRetryMetrics;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A guard's retries in resilience4j's registry, and in the meters of its own binder. */
class RetryViewTest {

  private final RetryRegistry registry = RetryRegistry.ofDefaults();
  private final Guard guard =
      Guard.named("db").retry(Backoff.exponential(ofMillis(1)).withCap(ofMillis(2)), 4).build();

  private static Callable<String> failing(int times) {
    AtomicInteger attempts = new AtomicInteger();
    return () -> {
      if (attempts.incrementAndGet() <= times) {
        throw new IOException("away");
      }
      return "answer";
    };
  }

  @Test
  void registered_isTheRegistrysEntry_withTheGuardsNumbers() throws Exception {
    Retry view = guard.register(registry);
    assertThat(registry.retry("db")).isSameAs(view);
    assertThat(view.getRetryConfig().getMaxAttempts()).isEqualTo(4);
    guard.call(failing(0));
    guard.call(failing(2));
    assertThatThrownBy(() -> guard.call(failing(9))).hasMessage("away");
    assertThatThrownBy(
            () ->
                guard.call(
                    () -> {
                      throw new IllegalArgumentException("bad");
                    }))
        .hasMessage("bad");
    Retry.Metrics metrics = view.getMetrics();
    assertThat(metrics.getNumberOfSuccessfulCallsWithoutRetryAttempt()).isEqualTo(1);
    assertThat(metrics.getNumberOfSuccessfulCallsWithRetryAttempt()).isEqualTo(1);
    assertThat(metrics.getNumberOfFailedCallsWithRetryAttempt()).isEqualTo(1);
    assertThat(metrics.getNumberOfFailedCallsWithoutRetryAttempt()).isEqualTo(1);
    assertThat(metrics.getNumberOfTotalCalls()).isEqualTo(4);
  }

  @Test
  void binderOfResilience4j_countsTheGuardsCalls() throws Exception {
    Retry unused = guard.register(registry);
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    TaggedRetryMetrics.ofRetryRegistry(registry).bindTo(meters);
    guard.call(failing(1));
    assertThat(
            meters
                .get("resilience4j.retry.calls")
                .tags("name", "db", "kind", "successful_with_retry")
                .functionCounter()
                .count())
        .isEqualTo(1);
  }
}
