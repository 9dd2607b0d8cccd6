package com.holdwall.resilience.dlq.kafka;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.holdwall.resilience.dlq.Compatibility;
import com.holdwall.resilience.dlq.DeadLetterHeaders;
import com.holdwall.resilience.dlq.DeadLetterInfo;
import com.holdwall.resilience.dlq.Disposition;
import com.holdwall.resilience.dlq.RawHeader;
import com.holdwall.resilience.dlq.RecordReader;
import com.holdwall.resilience.dlq.Stage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;

/** What becomes of records that fail, on a real broker. */
class DeadLetterTest extends OneMember {
  private DeadLetterInfo info(ConsumerRecord<byte[], byte[]> letter) {
    List<RawHeader> headers = new ArrayList<>();
    letter.headers().forEach(header -> headers.add(new RawHeader(header.key(), header.value())));
    return DeadLetterHeaders.read(headers).orElseThrow();
  }

  @Test
  void failingRecord_isRetriedThenDeadLettered_withBytesAndHeadersUntouched() {
    topics.create(topic, 1);
    ProducerRecord<byte[], byte[]> poison =
        new ProducerRecord<>(topic, TestTopics.bytes("k"), new byte[] {(byte) 0xfe, 0, 1});
    poison.headers().add(new RecordHeader("trace", new byte[] {(byte) 0xff}));
    poison.headers().add(new RecordHeader("trace", null));
    topics.send(poison);
    topics.fill(topic, 200, (i, t) -> record(i, i));
    AtomicInteger attempts = new AtomicInteger();
    try (ReliableConsumer consumer =
        builder()
            .compatibility(Compatibility.SPRING)
            .build(
                RecordReader.bytes(),
                delivery -> {
                  if (delivery.source().offset() == 0) {
                    attempts.incrementAndGet();
                    throw new IOException("canary");
                  }
                })
            .start()) {
      awaitNoLag();
      assertThat(attempts.get()).isGreaterThanOrEqualTo(3);
      assertThat(consumer.counts().deadLettered()).isEqualTo(1);
      assertThat(consumer.findings().toString()).doesNotContain("canary");
    }
    ConsumerRecord<byte[], byte[]> letter = topics.all(letters).get(0);
    assertThat(letter.key()).isEqualTo(TestTopics.bytes("k"));
    assertThat(letter.value()).containsExactly(0xfe, 0, 1);
    assertThat(letter.headers().toArray()[0].value()).containsExactly(0xff);
    assertThat(letter.headers().toArray()[1].value()).isNull();
    DeadLetterInfo info = info(letter);
    assertThat(info.id()).isEqualTo(topic + "-0-0@" + group);
    assertThat(info.stage()).isEqualTo(Stage.PROCESS);
    assertThat(info.deliveryCount()).isEqualTo(attempts.get());
    assertThat(info.exceptionClass()).isEqualTo("java.io.IOException");
    assertThat(info.message()).isEqualTo("canary");
    assertThat(info.stackTrace()).contains("DeadLetterTest");
    assertThat(letter.headers().lastHeader("kafka_dlt-original-offset").value()).hasSize(8);
  }

  @Test
  void bytesThatMakeNoValue_areDeadLetteredAtOnce_andStopNothing() {
    topics.create(topic, 1);
    topics.send(new ProducerRecord<>(topic, TestTopics.bytes("k"), new byte[] {(byte) 0xff}));
    topics.send(topic, "k", "good");
    try (ReliableConsumer consumer =
        builder()
            .build(RecordReader.text(), delivery -> handled.add(delivery.required()))
            .start()) {
      awaitNoLag();
      assertThat(consumer.counts().failedAttempts()).isEqualTo(1);
    }
    assertThat(handled).containsExactly("good");
    DeadLetterInfo info = info(topics.all(letters).get(0));
    assertThat(info.stage()).isEqualTo(Stage.DESERIALIZE);
    assertThat(info.exceptionClass()).isEqualTo("java.nio.charset.MalformedInputException");
  }

  @Test
  void permanentFailureAndStackOverflow_areNotRetried() {
    topics.create(topic, 1);
    topics.send(topic, "k", "bad");
    topics.send(topic, "k", "deep");
    try (ReliableConsumer consumer =
        builder()
            .build(
                RecordReader.text(),
                delivery -> {
                  if (delivery.required().equals("bad")) {
                    throw new IllegalArgumentException("bad");
                  }
                  endless(0);
                })
            .start()) {
      awaitNoLag();
      assertThat(consumer.counts().failedAttempts()).isEqualTo(2);
      assertThat(consumer.isRunning()).isTrue();
    }
    assertThat(TestTopics.values(topics.all(letters))).containsExactly("bad", "deep");
  }

  @SuppressWarnings("InfiniteRecursion")
  private static int endless(int depth) {
    return endless(depth + 1) + 1;
  }

  @Test
  void retryTopics_holdARecordBackForTheirDelays_thenItIsDeadLettered() {
    topics.create(topic, 2);
    topics.send(topic, "k", "stubborn");
    topics.send(topic, "l", "twice");
    Map<String, Queue<Long>> times = new ConcurrentHashMap<>();
    try (ReliableConsumer consumer =
        builder()
            .guard(quick(1))
            .retryTopics(RetryTopics.after(ofMillis(500), ofSeconds(1)))
            .build(
                RecordReader.text(),
                delivery -> {
                  Queue<Long> seen =
                      times.computeIfAbsent(
                          delivery.required(), x -> new ConcurrentLinkedQueue<>());
                  seen.add(System.nanoTime());
                  assertThat(delivery.source().topic()).isEqualTo(topic);
                  boolean twice = delivery.required().equals("twice") && seen.size() < 2;
                  if (delivery.required().equals("stubborn") || twice) {
                    throw new IOException("not yet");
                  }
                })
            .start()) {
      await()
          .atMost(ofSeconds(20))
          .until(() -> times.getOrDefault("stubborn", new ConcurrentLinkedQueue<>()).size() >= 3);
      // the last word needs evidence that others are served
      await()
          .atMost(ofSeconds(20))
          .until(
              () -> {
                topics.send(topic, "m", "good" + System.nanoTime());
                return !topics.all(letters).isEmpty();
              });
      await().atMost(ofSeconds(20)).until(() -> consumer.counts().retriesScheduled() >= 3);
    }
    List<Long> stubborn = List.copyOf(times.get("stubborn"));
    assertThat(stubborn.get(1) - stubborn.get(0)).isGreaterThanOrEqualTo(ofMillis(490).toNanos());
    assertThat(stubborn.get(2) - stubborn.get(1)).isGreaterThanOrEqualTo(ofMillis(990).toNanos());
    ConsumerRecord<byte[], byte[]> letter = topics.all(letters).get(0);
    assertThat(TestTopics.text(letter.value())).isEqualTo("stubborn");
    DeadLetterInfo info = info(letter);
    assertThat(info.topic()).isEqualTo(topic);
    assertThat(info.deliveryCount()).isGreaterThanOrEqualTo(3);
    assertThat(letter.headers().headers("__retry.not.before")).isEmpty();
  }

  @Test
  void tooLargeForItsTopic_aLetterLosesPartsUntilItFits() {
    topics.create(topic, 1, Map.of("max.message.bytes", "1000000"));
    topics.create(letters, 1, Map.of("max.message.bytes", "20000"));
    ProducerRecord<byte[], byte[]> small = record(1, 1);
    small.headers().add(new RecordHeader("big", new byte[19_000 - 2_500]));
    topics.send(small);
    ProducerRecord<byte[], byte[]> large =
        new ProducerRecord<>(topic, TestTopics.bytes("key2"), new byte[500_000]);
    topics.send(large);
    try (ReliableConsumer consumer =
        builder()
            .topicPolicy(TopicPolicy.check())
            .build(
                RecordReader.bytes(),
                delivery -> {
                  throw new IllegalArgumentException("x".repeat(900));
                })
            .start()) {
      assertThat(consumer.findings())
          .extracting(ConsumerFinding::kind)
          .containsExactly(ConsumerFinding.Kind.TOPIC_UNSAFE);
      awaitNoLag();
      assertThat(consumer.counts().degraded()).isEqualTo(2);
    }
    // which of two keys comes first is up to their lanes
    List<ConsumerRecord<byte[], byte[]>> all =
        topics.all(letters).stream()
            .sorted(Comparator.comparing(letter -> info(letter).offset()))
            .toList();
    assertThat(all).hasSize(2);
    assertThat(info(all.get(0)).disposition()).isEqualTo(Disposition.NO_STACK_TRACE);
    assertThat(all.get(0).value()).isEqualTo(TestTopics.bytes("1:1"));
    assertThat(info(all.get(1)).disposition()).isEqualTo(Disposition.POINTER);
    assertThat(all.get(1).value()).isNull();
    assertThat(TestTopics.header(all.get(1), "__dlq.errors.value.bytes")).isEqualTo("500000");
    assertThat(TestTopics.header(all.get(1), "__dlq.errors.value.sha256")).hasSize(64);
  }

  @Test
  void missingTopic_isAnErrorAtTheStart_thatSaysWhatToDo() {
    topics.create(topic, 2);
    try (ReliableConsumer consumer =
        builder().topicPolicy(TopicPolicy.check()).build(RecordReader.bytes(), delivery -> {})) {
      assertThatThrownBy(consumer::start)
          .isInstanceOf(TopicSetupException.class)
          .hasMessage(
              "topic '"
                  + letters
                  + "' does not exist: create it with 2 partitions and 1 replicas, or use"
                  + " TopicPolicy.create()");
    }
  }

  @Test
  void deadLetterTopicThatGoesMissing_keepsTheRecords_untilItIsBack() {
    topics.create(topic, 1);
    topics.send(topic, "k", "bad");
    try (ReliableConsumer consumer =
        builder()
            .topicPolicy(TopicPolicy.trust())
            .producerSettings(Map.of("max.block.ms", 500))
            .build(
                RecordReader.text(),
                delivery -> {
                  throw new IllegalArgumentException("bad");
                })
            .start()) {
      await()
          .atMost(ofSeconds(20))
          .until(
              () ->
                  consumer.findings().stream()
                      .anyMatch(f -> f.kind() == ConsumerFinding.Kind.TOPIC_MISSING));
      assertThat(topics.lag(group, topic)).isEqualTo(1);
      topics.create(letters, 1);
      awaitNoLag();
      await().atMost(ofSeconds(30)).until(() -> consumer.findings().isEmpty());
    }
    assertThat(TestTopics.values(topics.all(letters))).containsExactly("bad");
  }
}
