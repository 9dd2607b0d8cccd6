package com.holdwall.resilience.dlq.kafka;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.holdwall.resilience.RandomSource;
import com.holdwall.resilience.dlq.RecordReader;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** How one member processes and commits, on a real broker. */
class ReliableConsumerTest extends OneMember {
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
      // a key is released after its record is completed
      await().atMost(ofSeconds(20)).until(() -> consumer.counts().parkedKeys() == 0);
    }
    assertThat(byKey).hasSize(40);
    assertThat(byKey.values())
        .allSatisfy(
            key -> assertThat(List.copyOf(key)).hasSize(50).isSorted().doesNotHaveDuplicates());
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
  void outputs_areWrittenInTheOrderOfTheirKeys_andOnlyByAttemptsThatSucceed() {
    topics.create(topic, 2);
    topics.create("out-" + topic, 2);
    topics.fill(topic, 300, (i, t) -> record(i % 10, i));
    Set<String> failedOnce = ConcurrentHashMap.newKeySet();
    try (ReliableConsumer consumer =
        builder()
            .buildWithOutputs(
                RecordReader.text(),
                (delivery, outputs) -> {
                  outputs.add("out-" + topic, delivery.source().key(), delivery.source().value());
                  String value = delivery.required();
                  if (TestTopics.number(value) % 7 == 0 && failedOnce.add(value)) {
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
      await().atMost(ofSeconds(20)).until(() -> !handled.isEmpty());
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

  /** A daemon thread's end is seen by nobody, and its partitions must not stay with it. */
  @Test
  void mistakeOnThePollThread_stopsTheConsumer_withAFinding() {
    topics.create(topic, 1);
    AtomicBoolean broken = new AtomicBoolean();
    Clock clock =
        new Clock() {
          @Override
          public Instant instant() {
            if (broken.compareAndSet(true, false)) {
              throw new IllegalStateException("canary");
            }
            return Clock.systemUTC().instant();
          }

          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }
        };
    try (ReliableConsumer consumer =
        builder()
            .time(clock, RandomSource.system())
            .build(RecordReader.text(), delivery -> handled.add(delivery.required()))
            .start()) {
      topics.send(topic, "k", "k:1");
      awaitNoLag();
      broken.set(true);
      await().atMost(ofSeconds(20)).until(() -> !consumer.isRunning());
      assertThat(consumer.findings())
          .anySatisfy(
              finding -> {
                assertThat(finding.kind()).isEqualTo(ConsumerFinding.Kind.STOPPED);
                assertThat(finding.detail())
                    .contains("IllegalStateException")
                    .doesNotContain("canary");
              });
    }
  }
}
