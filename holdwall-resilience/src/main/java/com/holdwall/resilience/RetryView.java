package com.holdwall.resilience;

import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.util.Map;

/**
 * A guard's retries as resilience4j's registry and its Micrometer binder show them. The numbers are
 * the guard's. A call through the view itself is resilience4j's own retry, which neither breaker
 * nor budget sees. Thread-safe.
 */
final class RetryView implements Retry {

  private final GuardCore core;
  private final Retry plain;

  RetryView(GuardCore core) {
    this.core = core;
    RetryConfig config =
        RetryConfig.custom().maxAttempts(core.settings.retries() ? attempts(core) : 1).build();
    this.plain = Retry.of(core.settings.name(), config);
  }

  private static int attempts(GuardCore core) {
    return core.settings.maxAttempts();
  }

  @Override
  public String getName() {
    return plain.getName();
  }

  @Override
  public <T> Retry.Context<T> context() {
    return plain.context();
  }

  @Override
  public <T> Retry.AsyncContext<T> asyncContext() {
    return plain.asyncContext();
  }

  @Override
  public RetryConfig getRetryConfig() {
    return plain.getRetryConfig();
  }

  @Override
  public Map<String, String> getTags() {
    return plain.getTags();
  }

  @Override
  public EventPublisher getEventPublisher() {
    return plain.getEventPublisher();
  }

  @Override
  public Metrics getMetrics() {
    return new Numbers(core.tally);
  }

  /** The guard's counters, by resilience4j's names. A refused call was not attempted. */
  private record Numbers(GuardTally tally) implements Metrics {

    @Override
    public long getNumberOfSuccessfulCallsWithoutRetryAttempt() {
      return tally.succeeded.sum();
    }

    @Override
    public long getNumberOfFailedCallsWithoutRetryAttempt() {
      return Math.max(0, tally.failed.sum() - tally.failedAfterRetry.sum());
    }

    @Override
    public long getNumberOfSuccessfulCallsWithRetryAttempt() {
      return tally.recovered.sum();
    }

    @Override
    public long getNumberOfFailedCallsWithRetryAttempt() {
      return tally.failedAfterRetry.sum();
    }

    @Override
    public long getNumberOfTotalCalls() {
      return tally.succeeded.sum() + tally.recovered.sum() + tally.failed.sum();
    }
  }
}
