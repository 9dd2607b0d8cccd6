package com.holdwall.resilience.micrometer;

import com.holdwall.resilience.dlq.jdbc.ReliableWorker;
import com.holdwall.resilience.dlq.jdbc.WorkerCounts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * What a {@link ReliableWorker} does, as meters with the tag {@code group}; their names begin with
 * {@code holdwall.worker}. They are read when the registry publishes, at no cost for handlers and
 * without a look into the database. Immutable.
 */
public final class QueueMeters implements MeterBinder {

  private final ReliableWorker worker;

  private QueueMeters(ReliableWorker worker) {
    this.worker = worker;
  }

  /**
   * Makes the meters of a worker; the registry holds it weakly.
   *
   * @param worker whose counts to show
   * @return the meters, to be bound to a registry
   */
  public static QueueMeters of(ReliableWorker worker) {
    return new QueueMeters(Objects.requireNonNull(worker, "worker must not be null"));
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    counter(registry, "holdwall.worker.processed", WorkerCounts::processed);
    counter(registry, "holdwall.worker.failed.attempts", WorkerCounts::failedAttempts);
    counter(registry, "holdwall.worker.dead.lettered", WorkerCounts::deadLettered);
    counter(registry, "holdwall.worker.retries.scheduled", WorkerCounts::retriesScheduled);
    counter(registry, "holdwall.worker.retry.attempts", WorkerCounts::retryAttempts);
    counter(registry, "holdwall.worker.leases.lost", WorkerCounts::leasesLost);
    counter(registry, "holdwall.worker.claims", WorkerCounts::claims);
    counter(registry, "holdwall.worker.database.failures", WorkerCounts::databaseFailures);
    gauge(registry, "holdwall.worker.in.hand", counts -> counts.inHand());
    gauge(registry, "holdwall.worker.in.hand.bytes", counts -> counts.inHandBytes());
    gauge(registry, "holdwall.worker.held", counts -> counts.held());
    gauge(registry, "holdwall.worker.outage", counts -> counts.outage() ? 1 : 0);
  }

  private void counter(MeterRegistry registry, String name, ToLongFunction<WorkerCounts> count) {
    FunctionCounter.builder(name, worker, source -> count.applyAsLong(source.counts()))
        .tag("group", worker.group())
        .register(registry);
  }

  private void gauge(MeterRegistry registry, String name, ToDoubleFunction<WorkerCounts> value) {
    Gauge.builder(name, worker, source -> value.applyAsDouble(source.counts()))
        .tag("group", worker.group())
        .register(registry);
  }
}
