package com.holdwall.resilience.dlq.kafka;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.holdwall.resilience.Backoff;
import com.holdwall.resilience.Guard;
import com.holdwall.resilience.RetryBudget;
import com.holdwall.resilience.dlq.RecordReader;
import com.holdwall.servers.KafkaServer;
import java.io.IOException;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The exactly-once mode where a transaction or an assignment does not end well. */
class ExactlyOnceTest {

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static KafkaServer server;
  private static TestTopics topics;

  private final Queue<String> handled = new ConcurrentLinkedQueue<>();
  private final Queue<ConsumerEvent> events = new ConcurrentLinkedQueue<>();
  private String topic;
  private String target;
  private String group;

  @BeforeAll
  static void launch() {
    server =
        KafkaServer.launch(
            Map.of("auto.create.topics.enable", "false", "broker.session.timeout.ms", "18000"));
    topics = new TestTopics(server.bootstrapServers());
  }

  @AfterAll
  static void close() {
    topics.close();
    server.close();
  }

  @BeforeEach
  void names() {
    int number = NUMBER.incrementAndGet();
    topic = "orders" + number;
    target = "totals" + number;
    group = "billing" + number;
  }

  private ReliableConsumerBuilder builder(String member) {
    return ReliableConsumer.builder(group, topics.client())
        .topics(topic)
        .consumerSettings(Map.of("session.timeout.ms", 6_000, "heartbeat.interval.ms", 300))
        .producerSettings(Map.of("transaction.timeout.ms", 5_000))
        .guard(
            Guard.named("test")
                .retry(Backoff.exponential(ofMillis(5)), 2)
                .budget(RetryBudget.ofTokens(Integer.MAX_VALUE))
                .build())
        .topicPolicy(TopicPolicy.create())
        .commitInterval(ofMillis(50))
        .exactlyOnce(group + "-" + member);
  }

  private ReliableConsumer copying(ReliableConsumerBuilder builder) {
    ReliableConsumer consumer =
        builder.buildWithOutputs(
            RecordReader.text(),
            (delivery, outputs) -> {
              handled.add(delivery.required());
              outputs.add(target, delivery.source().key(), delivery.source().value());
            });
    consumer.onEvent(events::add);
    return consumer.start();
  }

  private ProducerRecord<byte[], byte[]> record(int number) {
    return new ProducerRecord<>(topic, TestTopics.bytes("k"), TestTopics.bytes("k:" + number));
  }

  private boolean told(ConsumerEvent.Type type) {
    return events.stream().anyMatch(event -> event.type() == type);
  }

  private void dismissAllMembers() {
    TestTopics.get(
        topics
            .admin()
            .removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
            .all());
  }

  private void awaitNoLag(String of) {
    await().atMost(ofSeconds(60)).until(() -> topics.lag(group, of) == 0);
  }

  @Test
  void partitionLostWithFinishedRecordsInHand_writesEachOutputOnce() {
    topics.create(topic, 1);
    topics.create(target, 1);
    topics.fill(topic, 20, (i, t) -> record(i));
    try (ReliableConsumer consumer = copying(builder("a").commitInterval(ofSeconds(6)))) {
      await().atMost(ofSeconds(20)).until(() -> handled.size() >= 20);
      dismissAllMembers();
      await().atMost(ofSeconds(20)).until(() -> told(ConsumerEvent.Type.LOST));
      awaitNoLag(topic);
      assertThat(consumer.isRunning()).isTrue();
    }
    assertThat(TestTopics.values(topics.all(target, true))).hasSize(20).doesNotHaveDuplicates();
  }

  @Test
  void partitionLostToAnotherMember_neverMovesItsOffsetBack() {
    topics.create(topic, 1);
    topics.create(target, 1);
    topics.fill(topic, 20, (i, t) -> record(i));
    try (ReliableConsumer loser = copying(builder("a").commitInterval(ofSeconds(8)))) {
      await().atMost(ofSeconds(20)).until(() -> handled.size() >= 20);
      dismissAllMembers();
      await().atMost(ofSeconds(20)).until(() -> told(ConsumerEvent.Type.LOST));
      // whoever of the two has the partition now finishes it, more than once if need be
      try (ReliableConsumer other = copying(builder("b"))) {
        topics.fill(topic, 20, (i, t) -> record(20 + i));
        awaitNoLag(topic);
        assertThat(other.isRunning()).isTrue();
      }
      awaitNoLag(topic);
      await().during(ofSeconds(9)).atMost(ofSeconds(40)).until(() -> topics.lag(group, topic) == 0);
      assertThat(loser.isRunning()).isTrue();
    }
    assertThat(TestTopics.values(topics.all(target, true))).hasSize(40).doesNotHaveDuplicates();
  }

  @Test
  void abortBeforeTheFirstCommit_losesNoRecordThatWasPolledAndNotFinished() {
    topics.create(topic, 2);
    CountDownLatch open = new CountDownLatch(1);
    for (int i = 0; i < 10; i++) {
      topics.send(
          new ProducerRecord<>(topic, 0, TestTopics.bytes("a"), TestTopics.bytes("a:" + i)));
      topics.send(
          new ProducerRecord<>(topic, 1, TestTopics.bytes("b"), TestTopics.bytes("b:" + i)));
    }
    ReliableConsumer consumer =
        builder("a")
            .producerSettings(Map.of("max.block.ms", 1_000, "transaction.timeout.ms", 5_000))
            .buildWithOutputs(
                RecordReader.text(),
                (delivery, outputs) -> {
                  if (delivery.source().partition() == 1) {
                    open.await();
                  }
                  outputs.add(target, delivery.source().key(), delivery.source().value());
                });
    consumer.onEvent(events::add);
    try (consumer) {
      consumer.start();
      // there is no topic for the outputs yet
      await().atMost(ofSeconds(30)).until(() -> told(ConsumerEvent.Type.ABORTED));
      topics.create(target, 1);
      open.countDown();
      awaitNoLag(topic);
    }
    assertThat(TestTopics.values(topics.all(target, true))).hasSize(20).doesNotHaveDuplicates();
  }

  @Test
  void retryTopics_keepNoLag_behindTheMarkersOfTransactions() {
    topics.create(topic, 1);
    topics.create(target, 1);
    topics.send(record(1));
    AtomicInteger attempts = new AtomicInteger();
    try (ReliableConsumer consumer =
        builder("a")
            .retryTopics(RetryTopics.after(ofMillis(300)))
            .buildWithOutputs(
                RecordReader.text(),
                (delivery, outputs) -> {
                  if (attempts.incrementAndGet() <= 2) {
                    throw new IOException("not yet");
                  }
                  outputs.add(target, delivery.source().key(), delivery.source().value());
                })
            .start()) {
      await().atMost(ofSeconds(20)).until(() -> topics.all(target, true).size() == 1);
      awaitNoLag(topic);
      awaitNoLag("retry." + group + "." + topic + ".300ms");
      assertThat(consumer.findings()).isEmpty();
    }
  }
}
