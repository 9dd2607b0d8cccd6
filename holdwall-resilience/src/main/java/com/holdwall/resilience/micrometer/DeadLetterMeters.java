package com.holdwall.resilience.micrometer;

import com.holdwall.resilience.dlq.kafka.ConsumerCounts;
import com.holdwall.resilience.dlq.kafka.ReliableConsumer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Objects;

/**
 * What a {@link ReliableConsumer} does, as meters with the tag {@code group}. Those that Holdwall's
 * own consumers have keep their names: {@code kafka_dlq_messages_total}, the records that failed in
 * place and were handed on, to a retry topic or as a dead letter; {@code kafka_dlq_messages_sent},
 * the dead letters of those; {@code kafka_dlq_retry_scheduled}, {@code kafka_dlq_retry_attempts},
 * {@code kafka_dlq_retry_failures} and {@code kafka_dlq_send_failures}, here with dots, and without
 * the {@code total} that Prometheus gives each counter. The others begin with {@code
 * holdwall.consumer}. They are read when the registry publishes, at no cost for handlers and the
 * broker: how many records lie in the topics, and how old the oldest is, a probe asks the broker
 * ({@code ConsumerLagProbe} of holdwall-probes). Immutable.
 */
public final class DeadLetterMeters implements MeterBinder {

  private final ReliableConsumer consumer;

  private DeadLetterMeters(ReliableConsumer consumer) {
    this.consumer = consumer;
  }

  /**
   * Makes the meters of a consumer; the registry holds it weakly.
   *
   * @param consumer whose counts to show
   * @return the meters, to be bound to a registry
   */
  public static DeadLetterMeters of(ReliableConsumer consumer) {
    return new DeadLetterMeters(Objects.requireNonNull(consumer, "consumer must not be null"));
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    GroupMeters<ReliableConsumer, ConsumerCounts> meters =
        new GroupMeters<>(registry, consumer, consumer.group(), ReliableConsumer::counts);
    meters.counter(
        "kafka.dlq.messages",
        "Records that went to a retry topic or to the dead letters",
        counts -> counts.retriesScheduled() + counts.deadLettered());
    meters.counter(
        "kafka.dlq.messages.sent", "Dead letters acknowledged", ConsumerCounts::deadLettered);
    meters.counter(
        "kafka.dlq.retry.scheduled",
        "Records that a retry topic acknowledged",
        ConsumerCounts::retriesScheduled);
    meters.counter(
        "kafka.dlq.retry.attempts",
        "Attempts at records out of retry topics",
        ConsumerCounts::retryAttempts);
    meters.counter(
        "kafka.dlq.retry.failures", "Attempts that failed", ConsumerCounts::failedAttempts);
    meters.counter(
        "kafka.dlq.send.failures",
        "Letters, retries and outputs that are sent again",
        ConsumerCounts::sendFailures);
    meters.counter(
        "kafka.dlq.messages.degraded",
        "Dead letters that are not complete",
        ConsumerCounts::degraded);
    meters.counter(
        "holdwall.consumer.processed",
        "Records that the handler processed",
        ConsumerCounts::processed);
    meters.counter("holdwall.consumer.commits", "Commits acknowledged", ConsumerCounts::commits);
    meters.counter(
        "holdwall.consumer.commit.failures", "Commits that failed", ConsumerCounts::commitFailures);
    meters.gauge(
        "holdwall.consumer.in.flight",
        "Records between poll and commit",
        counts -> counts.inFlight());
    meters.gauge(
        "holdwall.consumer.in.flight.bytes",
        "Bytes of their keys and values",
        counts -> counts.inFlightBytes());
    meters.gauge(
        "holdwall.consumer.held",
        "Records tried again for want of evidence that they are to blame",
        counts -> counts.held());
    meters.gauge(
        "holdwall.consumer.parked.keys",
        "Keys whose records wait for an earlier one",
        counts -> counts.parkedKeys());
    meters.gauge(
        "holdwall.consumer.outage",
        "1 while consumption waits for a dependency",
        counts -> counts.outage() ? 1 : 0);
  }
}
