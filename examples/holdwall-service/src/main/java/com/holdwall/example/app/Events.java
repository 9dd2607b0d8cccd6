package com.holdwall.example.app;

import com.holdwall.probes.kafka.RecordStatistics;
import com.holdwall.resilience.Backoff;
import com.holdwall.resilience.Breaker;
import com.holdwall.resilience.Guard;
import com.holdwall.resilience.dlq.Delivery;
import com.holdwall.resilience.dlq.RecordReader;
import com.holdwall.resilience.dlq.kafka.ConsumerCounts;
import com.holdwall.resilience.dlq.kafka.ReliableConsumer;
import com.holdwall.resilience.dlq.kafka.TopicPolicy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes events to Kafka, and writes those that come back into the database: each at least once,
 * what cannot be read into the dead letter topic. Thread-safe.
 */
public final class Events implements AutoCloseable {

  static final String TOPIC = "holdwall-events";
  static final String DEAD_LETTERS = "holdwall-dlq";
  static final String GROUP = "holdwall-pipeline-worker";

  private static final int PARTITIONS = 3;

  private final RecordStatistics statistics = RecordStatistics.of(ShortWindows.WINDOW);
  private final KafkaProducer<String, String> producer;
  private final ReliableConsumer consumer;
  private final DataSource database;
  private final Release release;

  Events(String brokers, DataSource database, Release release) {
    this.database = database;
    this.release = release;
    createTopic(brokers);
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers", brokers,
                "key.serializer", StringSerializer.class.getName(),
                "value.serializer", StringSerializer.class.getName(),
                "max.block.ms", "800",
                "request.timeout.ms", "800",
                "delivery.timeout.ms", "1600",
                "reconnect.backoff.max.ms", "500"));
    this.consumer = consumer(brokers);
  }

  private ReliableConsumer consumer(String brokers) {
    return ReliableConsumer.builder(
            GROUP, Map.of("bootstrap.servers", brokers, "reconnect.backoff.max.ms", "500"))
        .topics(TOPIC)
        .deadLetterTopic(DEAD_LETTERS)
        .topicPolicy(TopicPolicy.create())
        .consumerSettings(Map.of("auto.offset.reset", "earliest"))
        .concurrency(2)
        .commitInterval(Duration.ofMillis(500))
        .outage(3, Backoff.exponential(Duration.ofMillis(200)).withCap(Duration.ofSeconds(1)))
        .guard(
            Guard.named("events")
                .retry(Backoff.exponential(Duration.ofMillis(100)))
                .circuitBreaker(
                    Breaker.named("events")
                        .minimumCalls(5)
                        .timeWindow(Duration.ofSeconds(5))
                        .openTime(Duration.ofMillis(500), Duration.ofSeconds(1))
                        .build())
                .build())
        .build(source -> item(RecordReader.text().read(source)), this::write)
        .start();
  }

  private static Long item(@Nullable String text) {
    return Long.valueOf(text == null ? "" : text);
  }

  private static void createTopic(String brokers) {
    try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", brokers))) {
      admin
          .createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
          .all()
          .get(30, TimeUnit.SECONDS);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupt);
    } catch (ExecutionException | TimeoutException failed) {
      throw new IllegalStateException("topic '" + TOPIC + "' cannot be created", failed);
    }
  }

  /**
   * Publishes that somebody has looked at an item; returns when the broker has it.
   *
   * @param item the item's number; the consumer cannot read anything else
   * @throws Exception if the broker does not take it in time
   */
  public void publish(String item) throws Exception {
    try {
      producer.send(new ProducerRecord<>(TOPIC, item, item)).get(1_600, TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof Exception cause ? cause : failed;
    }
  }

  private void write(Delivery<Long> event) throws SQLException {
    boolean done = false;
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into event select ?, ?, now() from pg_sleep(?) on conflict do nothing")) {
      insert.setString(1, event.id());
      insert.setLong(2, event.required());
      insert.setDouble(3, release.eventSeconds());
      insert.executeUpdate();
      done = true;
    } finally {
      statistics.handled(event.source().timestampMillis(), done, 0);
    }
  }

  RecordStatistics statistics() {
    return statistics;
  }

  void tell(Primitives.Builder primitives) {
    ConsumerCounts counts = consumer.counts();
    primitives
        .count("events written", counts.processed())
        .count("attempts at events that failed", counts.failedAttempts())
        .count("dead letters", counts.deadLettered())
        .state("consumer", counts.outage() ? Consumption.WAITING : Consumption.RUNNING);
  }

  /** Whether it waits for a dependency that is out. */
  private enum Consumption {
    RUNNING,
    WAITING
  }

  @Override
  public void close() {
    consumer.close(Duration.ofSeconds(5));
    producer.close(Duration.ofSeconds(2));
  }
}
