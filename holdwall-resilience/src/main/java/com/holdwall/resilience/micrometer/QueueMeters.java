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
    counter(
        registry,
        "holdwall.worker.processed",
        "Records that the handler processed",
        WorkerCounts::processed);
    counter(
        registry,
        "holdwall.worker.failed.attempts",
        "Attempts that failed",
        WorkerCounts::failedAttempts);
    counter(
        registry,
        "holdwall.worker.dead.lettered",
        "Dead letters stored",
        WorkerCounts::deadLettered);
    counter(
        registry,
        "holdwall.worker.retries.scheduled",
        "Records put off until they are due again",
        WorkerCounts::retriesScheduled);
    counter(
        registry,
        "holdwall.worker.retry.attempts",
        "Attempts at records that were put off",
        WorkerCounts::retryAttempts);
    counter(
        registry,
        "holdwall.worker.leases.lost",
        "Records that another worker may have by now",
        WorkerCounts::leasesLost);
    counter(
        registry, "holdwall.worker.claims", "Looks for records that are due", WorkerCounts::claims);
    counter(
        registry,
        "holdwall.worker.database.failures",
        "Statements that failed",
        WorkerCounts::databaseFailures);
    gauge(
        registry, "holdwall.worker.in.hand", "Records that are leased", counts -> counts.inHand());
    gauge(
        registry,
        "holdwall.worker.in.hand.bytes",
        "Bytes of their keys, values and headers",
        counts -> counts.inHandBytes());
    gauge(
        registry,
        "holdwall.worker.held",
        "Records tried again for want of evidence that they are to blame",
        counts -> counts.held());
    gauge(
        registry,
        "holdwall.worker.outage",
        "1 while all but one record wait for a dependency",
        counts -> counts.outage() ? 1 : 0);
  }

  private void counter(
      MeterRegistry registry, String name, String description, ToLongFunction<WorkerCounts> count) {
    FunctionCounter.builder(name, worker, source -> count.applyAsLong(source.counts()))
        .description(description)
        .tag("group", worker.group())
        .register(registry);
  }

  private void gauge(
      MeterRegistry registry,
      String name,
      String description,
      ToDoubleFunction<WorkerCounts> value) {
    Gauge.builder(name, worker, source -> value.applyAsDouble(source.counts()))
        .description(description)
        .tag("group", worker.group())
        .register(registry);
  }
}
