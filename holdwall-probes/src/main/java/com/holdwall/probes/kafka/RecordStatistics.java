package com.holdwall.probes.kafka;

import com.holdwall.probes.metric.Metric;
import com.holdwall.probes.metric.MetricFamily;
import com.holdwall.probes.metric.MetricSource;
import com.holdwall.probes.metric.SignalFamily;
import com.holdwall.probes.window.TimeDistribution;
import com.holdwall.probes.window.WindowClock;
import com.holdwall.probes.window.WindowTimes;
import com.holdwall.runbook.catalog.HoldwallMetrics;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import com.holdwall.runbook.evaluation.SignalReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * What a service's own handlers show of its records: how old they are when they are processed, how
 * many fail, how many come again. It needs no Kafka client and costs no request. Thread-safe.
 *
 * <pre>{@code
 * RecordStatistics records = RecordStatistics.create();
 * ProbeRegistry.builder().signals(records);        // "Delayed updates in UI"
 * ConsumerLagProbe.builder(admin, "group").processing(records);
 * HealthApi.builder(registry).metrics(records);    // GET /api/metrics?filter=kafka_consumer_lag
 * for (ConsumerRecord<K, V> record : consumer.poll(wait)) {
 *   boolean done = handle(record);
 *   records.handled(record.timestamp(), done, RetryCount.of(record.headers()));
 * }
 * }</pre>
 *
 * <p>The window of the ages is five minutes, in 30 slices: a record counts for its length less a
 * slice at least, and its length at most. The 95th percentile is off by at most 2 % or half a unit
 * of 10 ms; ages of more than a day count as a day. It takes 130 KB.
 */
public final class RecordStatistics implements SignalReader, MetricSource, ProcessingStatistics {

  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final int SLICES = 30;
  private static final Duration UNIT = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final String RUNBOOK = HoldwallRunbooks.KAFKA_CONSUMER_LAG.toString();

  private static final SignalFamily AGE =
      SignalFamily.of(
          HoldwallMetrics.KAFKA_RECORD_AGE_P95,
          "seconds",
          "95th percentile of a record's age when it is processed, in seconds.",
          "Records",
          HoldwallRunbooks.KAFKA_CONSUMER_LAG);

  private static final MetricFamily RECORDS =
      counter("kafka_consumer_records_total", "Records that handlers were given.");

  private static final MetricFamily FAILURES =
      counter("kafka_consumer_failures_total", "Records whose handler failed.");

  private static final MetricFamily RETRIES =
      counter("kafka_consumer_retries_total", "Records that the service had sent back itself.");

  private final Clock wall;
  private final WindowClock clock;
  private final WindowTimes ages;
  private final LongAdder processed = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder retried = new LongAdder();

  private RecordStatistics(Duration window, LongSupplier nanoTime, Clock wall) {
    this.wall = wall;
    this.clock = WindowClock.of(window, SLICES, nanoTime);
    this.ages = WindowTimes.of(clock, UNIT, LONGEST);
  }

  private static MetricFamily counter(String name, String help) {
    return MetricFamily.counter(name, "records", help, "runbook");
  }

  /** {@return statistics over five minutes, as the symptom's condition names} */
  public static RecordStatistics create() {
    return of(WINDOW, System::nanoTime, Clock.systemUTC());
  }

  /**
   * Makes statistics.
   *
   * @param window over which; at least 30 ms, at most a day. The symptom's condition names five
   *     minutes
   * @return the statistics
   * @throws IllegalArgumentException if the window is out of range
   */
  public static RecordStatistics of(Duration window) {
    return of(window, System::nanoTime, Clock.systemUTC());
  }

  static RecordStatistics of(Duration window, LongSupplier nanoTime, Clock wall) {
    return new RecordStatistics(window, nanoTime, wall);
  }

  /**
   * Counts a record whose handler has ended.
   *
   * @param timestamp the record's timestamp, in milliseconds since 1970, as Kafka gives it; a
   *     negative one, which Kafka gives to records without, counts for no age
   * @param succeeded whether the handler processed it
   * @param retryCount how often the service had sent this record back itself; 0 for a new one
   */
  public void handled(long timestamp, boolean succeeded, int retryCount) {
    processed.increment();
    if (!succeeded) {
      failed.increment();
    }
    if (retryCount > 0) {
      retried.increment();
    }
    if (timestamp >= 0) {
      long millis = Math.min(wall.millis() - timestamp, LONGEST.toMillis());
      ages.record(Duration.ofMillis(Math.max(0, millis)).toNanos());
    }
  }

  @Override
  public Counts counts() {
    // The parts first: read later, they could be more than their whole.
    long again = retried.sum();
    long errors = failed.sum();
    return new Counts(processed.sum(), errors, again);
  }

  /**
   * Reads the metric by which "Delayed updates in UI" is recognised.
   *
   * @param metric the metric's name
   * @param at now; a moment more than one slice ago gives nothing, since the past is not kept
   * @return the 95th percentile of the ages over the window, in seconds, with the number of
   *     records; empty for any other metric
   */
  @Override
  public Optional<Signal> read(String metric, Instant at) {
    if (!metric.equals(HoldwallMetrics.KAFKA_RECORD_AGE_P95)
        || at.isBefore(wall.instant().minus(clock.slice()))) {
      return Optional.empty();
    }
    return Optional.of(age());
  }

  private Signal age() {
    TimeDistribution times = ages.read();
    return new Signal(times.samples() == 0 ? 0 : times.quantile(0.95), times.samples());
  }

  @Override
  public List<Metric> metrics() {
    Counts counts = counts();
    List<Metric> all = new ArrayList<>(AGE.of(age()));
    all.add(RECORDS.of((double) counts.processed(), RUNBOOK));
    all.add(FAILURES.of((double) counts.failed(), RUNBOOK));
    all.add(RETRIES.of((double) counts.retried(), RUNBOOK));
    return all;
  }
}
