package com.holdwall.resilience.dlq.kafka;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.holdwall.resilience.Backoff;
import com.holdwall.resilience.Guard;
import com.holdwall.resilience.RetryBudget;
import com.holdwall.resilience.dlq.Compatibility;
import com.holdwall.resilience.dlq.DeadLetterHeaders;
import com.holdwall.resilience.dlq.DeadLetterInfo;
import com.holdwall.resilience.dlq.Disposition;
import com.holdwall.resilience.dlq.RawHeader;
import com.holdwall.resilience.dlq.RecordReader;
import com.holdwall.resilience.dlq.Stage;
import com.holdwall.servers.KafkaServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** One member on a real broker. */
class ReliableConsumerTest {

  private static KafkaServer server;
  private static TestTopics topics;
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final Queue<String> handled = new ConcurrentLinkedQueue<>();
  private String topic;
  private String group;
  private String letters;

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

  private ReliableConsumerBuilder builder() {
    return ReliableConsumer.builder(group, topics.client())
        .topics(topic)
        .consumerSettings(Map.of("session.timeout.ms", 6000, "heartbeat.interval.ms", 300))
        .guard(quick(3))
        .topicPolicy(TopicPolicy.create())
        .commitInterval(ofMillis(50));
  }

  private static Guard quick(int attempts) {
    return Guard.named("test")
        .retry(Backoff.exponential(ofMillis(5)), attempts)
        .budget(RetryBudget.ofTokens(Integer.MAX_VALUE))
        .build();
  }

  private void awaitNoLag() {
    await().atMost(ofSeconds(30)).until(() -> topics.lag(group, topic) == 0);
  }

  private DeadLetterInfo info(ConsumerRecord<byte[], byte[]> letter) {
    List<RawHeader> headers = new ArrayList<>();
    letter.headers().forEach(header -> headers.add(new RawHeader(header.key(), header.value())));
    return DeadLetterHeaders.read(headers).orElseThrow();
  }

  @Test
  void goodRecords_areProcessedAndCommitted() {
    topics.create(topic, 3);
    topics.fill(topic, 1_000, (i, t) -> record(i % 50, i));
    try (ReliableConsumer consumer =
        builder()
            .build(RecordReader.text(), delivery -> handled.add(delivery.required()))
            .start()) {
      awaitNoLag();
      assertThat(handled).hasSize(1_000).doesNotHaveDuplicates();
      assertThat(consumer.counts().processed()).isEqualTo(1_000);
      assertThat(consumer.findings()).isEmpty();
    }
    assertThat(topics.all(letters)).isEmpty();
  }

  private ProducerRecord<byte[], byte[]> record(int key, int value) {
    return new ProducerRecord<>(
        topic, TestTopics.bytes("key" + key), TestTopics.bytes(key + ":" + value));
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
    assertThat(info.stackTrace()).contains("ReliableConsumerTest");
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
  void everyOtherRecordFailsTwice_keysKeepTheirOrder_andNothingIsDeadLettered() {
    topics.create(topic, 4);
    topics.fill(topic, 2_000, (i, t) -> record(i % 40, i));
    Map<Long, AtomicInteger> attempts = new ConcurrentHashMap<>();
    Map<String, Queue<Integer>> byKey = new ConcurrentHashMap<>();
    try (ReliableConsumer consumer =
        builder()
            .concurrency(8)
            .build(
                RecordReader.text(),
                delivery -> {
                  String key = TestTopics.text(delivery.source().key());
                  long id = TestTopics.number(delivery.required());
                  int attempt =
                      attempts.computeIfAbsent(id, x -> new AtomicInteger()).incrementAndGet();
                  if (id % 10 == 0 && attempt < 3) {
                    throw new IOException("not yet");
                  }
                  byKey.computeIfAbsent(key, x -> new ConcurrentLinkedQueue<>()).add((int) id);
                })
            .start()) {
      awaitNoLag();
      assertThat(consumer.counts().deadLettered()).isZero();
      assertThat(consumer.counts().parkedKeys()).isZero();
    }
    assertThat(byKey).hasSize(40);
    assertThat(byKey.values())
        .allSatisfy(
            key -> assertThat(List.copyOf(key)).hasSize(50).isSorted().doesNotHaveDuplicates());
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
  void outOfMemory_stopsTheConsumer_andTheRecordIsNotCommitted() {
    topics.create(topic, 1);
    topics.send(topic, "k", "huge");
    try (ReliableConsumer consumer =
        builder()
            .build(
                RecordReader.text(),
                delivery -> {
                  throw new OutOfMemoryError("test");
                })
            .start()) {
      await().atMost(ofSeconds(20)).until(() -> !consumer.isRunning());
      assertThat(consumer.findings())
          .extracting(ConsumerFinding::kind)
          .contains(ConsumerFinding.Kind.STOPPED);
    }
    assertThat(topics.lag(group, topic)).isEqualTo(1);
    assertThat(topics.all(letters)).isEmpty();
  }

  @Test
  void batchWithOnePoisonousRecord_isProcessedButForThatOne() {
    topics.create(topic, 1);
    topics.fill(topic, 100, (i, t) -> record(i % 5, i));
    try (ReliableConsumer consumer =
        builder()
            .concurrency(1)
            .guard(quick(1))
            .buildBatch(
                RecordReader.text(),
                10,
                batch -> {
                  if (batch.stream().anyMatch(d -> d.required().endsWith(":42"))) {
                    throw new IllegalArgumentException("42");
                  }
                  batch.forEach(delivery -> handled.add(delivery.required()));
                })
            .start()) {
      awaitNoLag();
      assertThat(consumer.counts().deadLettered()).isEqualTo(1);
    }
    assertThat(handled).hasSize(99).doesNotHaveDuplicates();
    assertThat(TestTopics.values(topics.all(letters))).containsExactly("2:42");
  }

  @Test
  void outputs_areWrittenInTheOrderOfTheirKeys_andOnlyByAttemptsThatSucceed() {
    topics.create(topic, 2);
    topics.create("out-" + topic, 2);
    topics.fill(topic, 300, (i, t) -> record(i % 10, i));
    AtomicInteger attempts = new AtomicInteger();
    try (ReliableConsumer consumer =
        builder()
            .buildWithOutputs(
                RecordReader.text(),
                (delivery, outputs) -> {
                  outputs.add("out-" + topic, delivery.source().key(), delivery.source().value());
                  if (attempts.incrementAndGet() % 7 == 0) {
                    throw new IOException("after the output");
                  }
                })
            .start()) {
      awaitNoLag();
      assertThat(consumer.counts().deadLettered()).isZero();
    }
    List<ConsumerRecord<byte[], byte[]>> written = topics.all("out-" + topic);
    assertThat(written).hasSize(300);
    Map<String, Integer> last = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : written) {
      int number = TestTopics.number(TestTopics.text(record.value()));
      Integer before = last.put(TestTopics.text(record.key()), number);
      assertThat(before == null || before < number).isTrue();
    }
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
      assertThat(consumer.counts().retriesScheduled()).isGreaterThanOrEqualTo(3);
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
    List<ConsumerRecord<byte[], byte[]>> all = topics.all(letters);
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
      await().atMost(ofSeconds(5)).until(() -> consumer.findings().isEmpty());
    }
    assertThat(TestTopics.values(topics.all(letters))).containsExactly("bad");
  }

  @Test
  void handlerThatNeverReturns_isAFinding_blocksItsLaneOnly_andMemoryIsBounded() {
    topics.create(topic, 1);
    CountDownLatch forever = new CountDownLatch(1);
    topics.fill(topic, 5_000, (i, t) -> record(i, i));
    try (ReliableConsumer consumer =
        builder()
            .maxInFlight(200)
            .stuckAfter(ofSeconds(1))
            .build(
                RecordReader.text(),
                delivery -> {
                  if (delivery.source().offset() == 0) {
                    forever.await();
                  }
                  handled.add(delivery.required());
                })
            .start()) {
      await()
          .atMost(ofSeconds(20))
          .until(
              () ->
                  consumer.findings().stream()
                      .anyMatch(f -> f.kind() == ConsumerFinding.Kind.HANDLER_STUCK));
      assertThat(handled).isNotEmpty();
      assertThat(consumer.counts().inFlight()).isLessThanOrEqualTo(200 + 500);
      assertThat(topics.lag(group, topic)).isEqualTo(5_000);
      forever.countDown();
      awaitNoLag();
    }
    assertThat(handled).hasSize(5_000).doesNotHaveDuplicates();
  }

  @Test
  void closed_itCommitsWhatIsFinished_andTheNextMemberGoesOnThere() {
    topics.create(topic, 2);
    topics.fill(topic, 2_000, (i, t) -> record(i % 20, i));
    try (ReliableConsumer consumer =
        builder()
            .commitInterval(ofSeconds(60))
            .build(RecordReader.text(), delivery -> handled.add(delivery.required()))
            .start()) {
      await().atMost(ofSeconds(20)).until(() -> handled.size() > 500);
      consumer.close();
      consumer.close();
    }
    try (ReliableConsumer next =
        builder()
            .build(RecordReader.text(), delivery -> handled.add(delivery.required()))
            .start()) {
      awaitNoLag();
    }
    assertThat(handled).hasSize(2_000).doesNotHaveDuplicates();
  }

  @Test
  void membersThatComeAndGo_repeatNothing_whenAllIsFinishedInTime() {
    topics.create(topic, 6);
    topics.fill(topic, 6_000, (i, t) -> record(i % 60, i));
    List<ReliableConsumer> members = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      members.add(
          builder()
              .concurrency(2)
              .build(
                  RecordReader.text(),
                  delivery -> {
                    java.util.concurrent.locks.LockSupport.parkNanos(200_000);
                    handled.add(delivery.required());
                  })
              .start());
      int seen = 1_000 * (i + 1);
      await().atMost(ofSeconds(30)).until(() -> handled.size() >= seen);
    }
    members.remove(0).close();
    awaitNoLag();
    members.forEach(ReliableConsumer::close);
    assertThat(handled.size()).isEqualTo(6_000);
    assertThat(Set.copyOf(handled)).hasSize(6_000);
  }

  @Test
  void settingThatLosesRecords_isRefused() {
    assertThatThrownBy(() -> builder().consumerSettings(Map.of("enable.auto.commit", true)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("enable.auto.commit");
    assertThatThrownBy(() -> builder().producerSettings(Map.of("acks", "1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("acks");
    assertThatThrownBy(
            () -> builder().topics("t".repeat(249)).build(RecordReader.bytes(), delivery -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dlq." + group + ".ttt");
    assertThatThrownBy(() -> ReliableConsumer.builder("g", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bootstrap.servers");
  }
}
