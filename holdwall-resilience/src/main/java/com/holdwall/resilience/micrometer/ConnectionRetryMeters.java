package com.holdwall.resilience.micrometer;

import com.holdwall.resilience.jdbc.ConnectionRetryCounts;
import com.holdwall.resilience.jdbc.RetryingDataSource;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Objects;
import java.util.function.ToLongFunction;

/**
 * The counts of a {@link RetryingDataSource} as counters {@code holdwall.connection.*} with the tag
 * {@code datasource}. They are read when the registry publishes, at no cost for callers. Immutable.
 */
public final class ConnectionRetryMeters implements MeterBinder {

  private final RetryingDataSource dataSource;

  private ConnectionRetryMeters(RetryingDataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * Makes the meters of a data source; the registry holds it weakly.
   *
   * @param dataSource whose counts to show
   * @return the meters, to be bound to a registry
   */
  public static ConnectionRetryMeters of(RetryingDataSource dataSource) {
    return new ConnectionRetryMeters(
        Objects.requireNonNull(dataSource, "dataSource must not be null"));
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    counter(registry, "attempts", "Connections asked for", ConnectionRetryCounts::attempts);
    counter(registry, "retries", "Attempts after the first", ConnectionRetryCounts::retries);
    counter(registry, "recovered", "Calls saved by a retry", ConnectionRetryCounts::recovered);
    counter(registry, "exhausted", "Calls out of retries", ConnectionRetryCounts::exhausted);
    counter(registry, "not.retried", "Calls not retried", ConnectionRetryCounts::notRetried);
  }

  private void counter(
      MeterRegistry registry,
      String what,
      String description,
      ToLongFunction<ConnectionRetryCounts> count) {
    FunctionCounter.builder(
            "holdwall.connection." + what, dataSource, source -> count.applyAsLong(source.counts()))
        .description(description)
        .tag("datasource", dataSource.name())
        .register(registry);
  }
}
