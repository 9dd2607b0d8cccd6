package com.holdwall.resilience.dlq.kafka;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.awaitility.Awaitility.await;

import com.holdwall.resilience.Backoff;
import com.holdwall.resilience.Guard;
import com.holdwall.resilience.RetryBudget;
import com.holdwall.servers.KafkaServer;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/** One member on a real broker, with topics of its own for each test. */
abstract class OneMember {
  static KafkaServer server;
  static TestTopics topics;
  private static final AtomicInteger NUMBER = new AtomicInteger();

  final Queue<String> handled = new ConcurrentLinkedQueue<>();
  String topic;
  String group;
  String letters;

  @BeforeAll
  static void launch() {
    server =
        KafkaServer.launch(
            Map.of(
                "auto.create.topics.enable", "false",
                // nobody kills it here, and a machine under load must not fence it
                "broker.session.timeout.ms", "18000"));
    topics = new TestTopics(server.bootstrapServers());
  }

  @AfterAll
  static void close() {
    topics.close();
    server.close();
  }

  @BeforeEach
  void names(TestInfo test) {
    int number = NUMBER.incrementAndGet();
    topic = "orders" + number;
    group = "billing" + number;
    letters = "dlq." + group + "." + topic;
  }

  ReliableConsumerBuilder builder() {
    return ReliableConsumer.builder(group, topics.client())
        .topics(topic)
        .consumerSettings(Map.of("session.timeout.ms", 30_000, "heartbeat.interval.ms", 300))
        .guard(quick(3))
        .topicPolicy(TopicPolicy.create())
        .commitInterval(ofMillis(50));
  }

  static Guard quick(int attempts) {
    return Guard.named("test")
        .retry(Backoff.exponential(ofMillis(5)), attempts)
        .budget(RetryBudget.ofTokens(Integer.MAX_VALUE))
        .build();
  }

  void awaitNoLag() {
    await().atMost(ofSeconds(60)).until(() -> topics.lag(group, topic) == 0);
  }

  ProducerRecord<byte[], byte[]> record(int key, int value) {
    return new ProducerRecord<>(
        topic, TestTopics.bytes("key" + key), TestTopics.bytes(key + ":" + value));
  }
}
