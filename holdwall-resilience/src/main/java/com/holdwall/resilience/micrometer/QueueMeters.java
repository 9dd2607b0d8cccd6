package com.holdwall.resilience.micrometer;

import com.holdwall.resilience.dlq.jdbc.ReliableWorker;
import com.holdwall.resilience.dlq.jdbc.WorkerCounts;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Objects;

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
    GroupMeters<ReliableWorker, WorkerCounts> meters =
        new GroupMeters<>(registry, worker, worker.group(), ReliableWorker::counts);
    meters.counter(
        "holdwall.worker.processed", "Records that the handler processed", WorkerCounts::processed);
    meters.counter(
        "holdwall.worker.failed.attempts", "Attempts that failed", WorkerCounts::failedAttempts);
    meters.counter(
        "holdwall.worker.dead.lettered", "Dead letters stored", WorkerCounts::deadLettered);
    meters.counter(
        "holdwall.worker.retries.scheduled",
        "Records put off until they are due again",
        WorkerCounts::retriesScheduled);
    meters.counter(
        "holdwall.worker.retry.attempts",
        "Attempts at records that were put off",
        WorkerCounts::retryAttempts);
    meters.counter(
        "holdwall.worker.leases.lost",
        "Records that another worker may have by now",
        WorkerCounts::leasesLost);
    meters.counter(
        "holdwall.worker.claims", "Looks for records that are due", WorkerCounts::claims);
    meters.counter(
        "holdwall.worker.database.failures",
        "Statements that failed",
        WorkerCounts::databaseFailures);
    meters.gauge("holdwall.worker.in.hand", "Records that are leased", counts -> counts.inHand());
    meters.gauge(
        "holdwall.worker.in.hand.bytes",
        "Bytes of their keys, values and headers",
        counts -> counts.inHandBytes());
    meters.gauge(
        "holdwall.worker.held",
        "Records tried again for want of evidence that they are to blame",
        counts -> counts.held());
    meters.gauge(
        "holdwall.worker.outage",
        "1 while all but one record wait for a dependency",
        counts -> counts.outage() ? 1 : 0);
  }
}
