package com.holdwall.resilience.dlq.kafka;

import com.holdwall.resilience.Backoff;
import com.holdwall.resilience.Guard;
import com.holdwall.resilience.RetryBudget;
import com.holdwall.resilience.dlq.RecordReader;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * One member of the group of {@link NoLossTest}, in a JVM of its own, to be killed. It ends in
 * order when its input does.
 */
public final class NoLossMember {

  private NoLossMember() {}

  /**
   * Consumes until the standard input ends.
   *
   * @param args bootstrap, group, source, target, seed, transactional id or "-"
   */
  public static void main(String[] args) throws IOException {
    long seed = Long.parseLong(args[4]);
    ReliableConsumerBuilder builder =
        ReliableConsumer.builder(args[1], Map.of("bootstrap.servers", args[0]))
            .topics(args[2])
            .consumerSettings(
                Map.of(
                    "session.timeout.ms", 3_000,
                    "heartbeat.interval.ms", 500,
                    "max.poll.records", 200))
            .producerSettings(
                args[5].equals("-") ? Map.of() : Map.of("transaction.timeout.ms", 4_000))
            .topicPolicy(TopicPolicy.trust())
            .guard(
                Guard.named("no-loss")
                    .budget(RetryBudget.ofTokens(Integer.MAX_VALUE))
                    .retry(Backoff.exponential(Duration.ofMillis(20)), 5)
                    .build())
            .commitInterval(Duration.ofMillis(200))
            .drainTimeout(Duration.ofSeconds(2))
            .concurrency(4)
            .maxInFlight(500);
    if (!args[5].equals("-")) {
      builder.exactlyOnce(args[5]);
    }
    try (ReliableConsumer consumer =
        builder.buildWithOutputs(
            RecordReader.text(),
            (delivery, outputs) -> {
              int number = TestTopics.number(delivery.required());
              if (NoLossTest.poisonous(seed, number)) {
                throw new IllegalArgumentException("poison " + number);
              }
              if (ThreadLocalRandom.current().nextInt(100) < 5) {
                throw new IOException("transient");
              }
              // long enough for a kill to find records in hand
              LockSupport.parkNanos(2_000_000);
              outputs.add(args[3], delivery.source().key(), delivery.source().value());
            })) {
      consumer.onEvent(
          event -> {
            if (event.type() == ConsumerEvent.Type.FINDING_RAISED) {
              System.out.println(event);
            }
          });
      consumer.start();
      while (System.in.read() >= 0) {
        Thread.onSpinWait();
      }
      consumer.close(Duration.ofSeconds(10));
    }
  }

  /** A number that only depends on the seed and the record. */
  static Random random(long seed, int number) {
    return new Random(seed * 31 + number * 0x9E3779B97F4A7C15L);
  }
}
