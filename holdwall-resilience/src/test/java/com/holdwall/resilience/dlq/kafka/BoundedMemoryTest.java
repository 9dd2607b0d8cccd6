package com.holdwall.resilience.dlq.kafka;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.holdwall.resilience.Figures;
import com.holdwall.resilience.Guard;
import com.holdwall.resilience.dlq.RecordReader;
import com.holdwall.servers.KafkaServer;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What waits stays with the broker, however much it is: the heap grows by 32 MiB at most. */
class BoundedMemoryTest {

  private static final long MOST_BYTES = 32L << 20;
  private static final String TOPIC = "orders";
  private static final String GROUP = "billing";
  private static final String RETRY = "retry.billing.orders.1h";

  private final Queue<String> handled = new ConcurrentLinkedQueue<>();
  private KafkaServer server;
  private TestTopics topics;

  @BeforeEach
  void launch() {
    server = KafkaServer.launch(Map.of("broker.session.timeout.ms", "18000"));
    topics = new TestTopics(server.bootstrapServers());
    topics.create(TOPIC, 1);
  }

  @AfterEach
  void close() {
    topics.close();
    server.close();
  }

  private ReliableConsumerBuilder builder() {
    return ReliableConsumer.builder(GROUP, topics.client())
        .topics(TOPIC)
        .guard(Guard.named("none").build())
        .topicPolicy(TopicPolicy.create())
        .commitInterval(ofMillis(50));
  }

  private void fill(int records) {
    byte[] padding = new byte[1_000];
    for (int sent = 0; sent < records; sent += 10_000) {
      int base = sent;
      topics.fill(
          TOPIC,
          Math.min(10_000, records - sent),
          (i, unused) -> new ProducerRecord<>(TOPIC, TestTopics.bytes("k" + (base + i)), padding));
    }
  }

  private static long usedHeap() {
    System.gc();
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void handlerThatNeverReturns_holdsNoMoreThanItsWindow() {
    int records = Figures.soak() ? 1_000_000 : 50_000;
    fill(records);
    CountDownLatch forever = new CountDownLatch(1);
    long before = usedHeap();
    try (ReliableConsumer consumer =
        builder()
            .maxInFlight(2_000)
            .maxInFlightBytes(4L << 20)
            .stuckAfter(ofSeconds(1))
            .build(
                RecordReader.bytes(),
                delivery -> {
                  if (delivery.source().offset() == 0) {
                    forever.await();
                  }
                })
            .start()) {
      await()
          .atMost(ofSeconds(30))
          .until(
              () ->
                  consumer.findings().stream()
                      .anyMatch(f -> f.kind() == ConsumerFinding.Kind.HANDLER_STUCK));
      await()
          .during(ofSeconds(2))
          .atMost(ofSeconds(30))
          .until(() -> consumer.counts().inFlight() <= 2_000 + 500);
      assertThat(consumer.counts().inFlightBytes()).isLessThan((4L << 20) + 600 * 1_000);
      long grown = usedHeap() - before;
      Figures.write(
          "dlq-memory-stuck-handler", Map.of("records", records, "heapGrowthBytes", grown));
      assertThat(grown).isLessThan(MOST_BYTES);
      assertThat(topics.lag(GROUP, TOPIC)).isEqualTo(records);
      forever.countDown();
    }
  }

  @Test
  void handlerThatNeverReturns_leavesOtherPartitionsTheirShareOfTheBytes() {
    String twins = "twins";
    topics.create(twins, 2);
    byte[] padding = new byte[10_000];
    for (int partition = 0; partition < 2; partition++) {
      int to = partition;
      byte[] key = TestTopics.bytes("key" + partition);
      topics.fill(twins, 1_000, (i, name) -> new ProducerRecord<>(name, to, key, padding));
    }
    CountDownLatch forever = new CountDownLatch(1);
    try (ReliableConsumer consumer =
        builder()
            .topics(twins)
            .maxInFlightBytes(1L << 20)
            .build(
                RecordReader.bytes(),
                delivery -> {
                  if (delivery.source().partition() == 0) {
                    forever.await();
                  }
                })
            .start()) {
      await().atMost(ofSeconds(30)).until(() -> consumer.counts().processed() == 1_000);
      forever.countDown();
      await().atMost(ofSeconds(30)).until(() -> topics.lag(GROUP, twins) == 0);
    }
  }

  @Test
  void retriesThatAreNotDue_stayInTheirTopic_howeverManyThereAre() {
    int parked = Figures.soak() ? 1_000_000 : 20_000;
    topics.create(RETRY, 1);
    byte[] due =
        TestTopics.bytes(Long.toString(System.currentTimeMillis() + ofHours(1).toMillis()));
    for (int sent = 0; sent < parked; sent += 10_000) {
      topics.fill(
          RETRY,
          10_000,
          (i, retry) -> {
            ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(retry, TestTopics.bytes("k" + i), TestTopics.bytes("k:0"));
            record.headers().add(RetryHeaders.NOT_BEFORE, due);
            return record;
          });
    }
    topics.send(TOPIC, "k", "k:1");
    long before = usedHeap();
    try (ReliableConsumer consumer =
        builder()
            .retryTopics(RetryTopics.after(ofHours(1)))
            .build(RecordReader.text(), delivery -> handled.add(delivery.required()))
            .start()) {
      await().atMost(ofSeconds(30)).until(() -> handled.size() == 1);
      await()
          .during(ofSeconds(2))
          .atMost(ofSeconds(10))
          .until(() -> consumer.counts().inFlight() <= 1);
      long grown = usedHeap() - before;
      Figures.write("dlq-memory-retries", Map.of("parked", parked, "heapGrowthBytes", grown));
      assertThat(grown).isLessThan(MOST_BYTES);
      assertThat(handled).containsExactly("k:1");
      assertThat(topics.lag(GROUP, RETRY)).isEqualTo(parked);
      assertThat(consumer.findings()).isEmpty();
    }
  }
}
