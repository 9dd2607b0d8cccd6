package com.holdwall.resilience.micrometer;

import com.holdwall.resilience.dlq.kafka.ConsumerCounts;
import com.holdwall.resilience.dlq.kafka.ReliableConsumer;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

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
    counter(
        registry,
        "kafka.dlq.messages",
        counts -> counts.retriesScheduled() + counts.deadLettered());
    counter(registry, "kafka.dlq.messages.sent", ConsumerCounts::deadLettered);
    counter(registry, "kafka.dlq.retry.scheduled", ConsumerCounts::retriesScheduled);
    counter(registry, "kafka.dlq.retry.attempts", ConsumerCounts::retryAttempts);
    counter(registry, "kafka.dlq.retry.failures", ConsumerCounts::failedAttempts);
    counter(registry, "kafka.dlq.send.failures", ConsumerCounts::sendFailures);
    counter(registry, "kafka.dlq.messages.degraded", ConsumerCounts::degraded);
    counter(registry, "holdwall.consumer.processed", ConsumerCounts::processed);
    counter(registry, "holdwall.consumer.commits", ConsumerCounts::commits);
    counter(registry, "holdwall.consumer.commit.failures", ConsumerCounts::commitFailures);
    gauge(registry, "holdwall.consumer.in.flight", counts -> counts.inFlight());
    gauge(registry, "holdwall.consumer.in.flight.bytes", counts -> counts.inFlightBytes());
    gauge(registry, "holdwall.consumer.held", counts -> counts.held());
    gauge(registry, "holdwall.consumer.parked.keys", counts -> counts.parkedKeys());
    gauge(registry, "holdwall.consumer.outage", counts -> counts.outage() ? 1 : 0);
  }

  private void counter(MeterRegistry registry, String name, ToLongFunction<ConsumerCounts> count) {
    FunctionCounter.builder(name, consumer, source -> count.applyAsLong(source.counts()))
        .tag("group", consumer.group())
        .register(registry);
  }

  private void gauge(MeterRegistry registry, String name, ToDoubleFunction<ConsumerCounts> value) {
    Gauge.builder(name, consumer, source -> value.applyAsDouble(source.counts()))
        .tag("group", consumer.group())
        .register(registry);
  }
}
