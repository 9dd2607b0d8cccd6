package com.holdwall.resilience.dlq.kafka;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.holdwall.resilience.Backoff;
import com.holdwall.resilience.Figures;
import com.holdwall.resilience.Guard;
import com.holdwall.resilience.Jitter;
import com.holdwall.resilience.RetryBudget;
import com.holdwall.resilience.dlq.RecordReader;
import com.holdwall.servers.KafkaServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** An outage is not a poison pill: of the dependency, and of the broker. */
class OutageTest {

  private static final String TOPIC = "orders";
  private static final String GROUP = "billing";
  private static final String LETTERS = "dlq.billing.orders";

  private final AtomicBoolean down = new AtomicBoolean();
  private final AtomicLong attempts = new AtomicLong();
  private final Set<Integer> processed = ConcurrentHashMap.newKeySet();

  private ReliableConsumerBuilder builder(TestTopics topics, Guard guard) {
    return ReliableConsumer.builder(GROUP, topics.client())
        .topics(TOPIC)
        .guard(guard)
        .topicPolicy(TopicPolicy.create())
        .commitInterval(ofMillis(100))
        .outage(20, new Backoff(ofMillis(200), ofSeconds(1), Jitter.EQUAL));
  }

  private ReliableConsumer start(ReliableConsumerBuilder builder) {
    return builder
        .build(
            RecordReader.text(),
            delivery -> {
              attempts.incrementAndGet();
              if (down.get()) {
                throw new IOException("the dependency is down");
              }
              processed.add(TestTopics.number(delivery.required()));
            })
        .start();
  }

  private static ProducerRecord<byte[], byte[]> record(int number) {
    String key = "key" + number % 500;
    return new ProducerRecord<>(TOPIC, TestTopics.bytes(key), TestTopics.bytes(key + ":" + number));
  }

  @Test
  void dependencyDown_atAThousandRecordsASecond_deadLettersNothing_andProcessesAllAfterwards() {
    int seconds = Figures.soak() ? 30 : 5;
    Guard guard = Guard.named("dependency").retry(Backoff.exponential(ofMillis(100)), 3).build();
    try (KafkaServer server = KafkaServer.launch();
        TestTopics topics = new TestTopics(server.bootstrapServers())) {
      topics.create(TOPIC, 3);
      int total = 0;
      try (ReliableConsumer consumer = start(builder(topics, guard).concurrency(8))) {
        // it goes well for some seconds first: that must not count for the dependency later
        total = flow(topics, total, 3);
        // all of them: what is served at the switch would be evidence against what fails there
        await().atMost(ofSeconds(60)).until(() -> topics.lag(GROUP, TOPIC) == 0);
        down.set(true);
        long before = attempts.get();
        total = flow(topics, total, seconds);
        await().atMost(ofSeconds(20)).until(() -> consumer.counts().outage());
        assertThat(consumer.findings())
            .extracting(ConsumerFinding::kind)
            .contains(ConsumerFinding.Kind.OUTAGE);
        assertThat(topics.lag(GROUP, TOPIC)).isGreaterThan(1_000);
        long duringOutage = attempts.get() - before;
        down.set(false);
        long up = System.nanoTime();
        int all = total;
        await().atMost(ofMinutes(2)).until(() -> processed.size() == all);
        long recovered = (System.nanoTime() - up) / 1_000_000;
        assertThat(consumer.counts().deadLettered()).isZero();
        await().atMost(ofSeconds(20)).until(() -> topics.lag(GROUP, TOPIC) == 0);
        await().atMost(ofSeconds(20)).until(() -> consumer.findings().isEmpty());
        Figures.write(
            "dlq-flood",
            Map.of(
                "outageSeconds", seconds,
                "records", all,
                "deadLetters", consumer.counts().deadLettered(),
                "attemptsDuringOutage", duringOutage,
                "recoveryMillis", recovered));
      }
      assertThat(topics.all(LETTERS)).isEmpty();
    }
  }

  /** A thousand records a second. */
  private static int flow(TestTopics topics, int from, int seconds) {
    int sent = from;
    for (int i = 0; i < seconds * 10; i++) {
      long start = System.nanoTime();
      int base = sent;
      topics.fill(TOPIC, 100, (n, topic) -> record(base + n));
      sent += 100;
      await()
          .pollInterval(ofMillis(5))
          .until(() -> System.nanoTime() - start >= ofMillis(100).toNanos());
    }
    return sent;
  }

  /**
   * Their own fault, though it looks like one that waiting may mend: all of some keys, and last.
   */
  @Test
  void poisonousRecordsThatLookTransient_areDeadLettered_andHoldNobodyUp() {
    int records = Figures.soak() ? 100_000 : 20_000;
    int bad = records / 10 + records / 100;
    Guard guard =
        Guard.named("dependency")
            .retry(new Backoff(ofMillis(1), ofMillis(1), Jitter.EQUAL), 3)
            .budget(RetryBudget.ofTokens(Integer.MAX_VALUE))
            .build();
    try (KafkaServer server = KafkaServer.launch();
        TestTopics topics = new TestTopics(server.bootstrapServers())) {
      topics.create(TOPIC, 12);
      topics.fill(TOPIC, records, (n, topic) -> record(n));
      try (ReliableConsumer consumer =
          builder(topics, guard)
              .concurrency(12)
              .build(
                  RecordReader.text(),
                  delivery -> {
                    int number = TestTopics.number(delivery.required());
                    if (number % 10 == 7 || number % 100 == 0) {
                      throw new IOException("always");
                    }
                    processed.add(number);
                  })
              .start()) {
        await().atMost(ofSeconds(60)).until(() -> processed.size() == records - bad);
        // the last ones lack evidence until others come
        await()
            .atMost(ofSeconds(30))
            .until(
                () -> {
                  topics.send(TOPIC, "late", "late:" + (records + 1));
                  return consumer.counts().deadLettered() == bad;
                });
        await().atMost(ofSeconds(20)).until(() -> !consumer.counts().outage());
      }
    }
  }

  /** Who probes with a poisonous record only never learns that the outage is over. */
  @Test
  void outageThatBeginsWithPoisonousRecords_endsAllTheSame() {
    Guard guard = Guard.named("dependency").build();
    try (KafkaServer server = KafkaServer.launch();
        TestTopics topics = new TestTopics(server.bootstrapServers())) {
      topics.create(TOPIC, 1);
      topics.fill(TOPIC, 40, (n, topic) -> record(n));
      try (ReliableConsumer consumer =
          builder(topics, guard)
              .build(
                  RecordReader.text(),
                  delivery -> {
                    int number = TestTopics.number(delivery.required());
                    if (number < 40) {
                      throw new IOException("always");
                    }
                    processed.add(number);
                  })
              .start()) {
        await().atMost(ofSeconds(20)).until(() -> consumer.counts().outage());
        topics.fill(TOPIC, 200, (n, topic) -> record(40 + n));
        await().atMost(ofSeconds(60)).until(() -> processed.size() == 200);
        await().atMost(ofSeconds(60)).until(() -> consumer.counts().deadLettered() == 40);
        await().atMost(ofSeconds(20)).until(() -> !consumer.counts().outage());
      }
    }
  }

  @Test
  void openBreaker_holdsAllAtOnce_andRetryTopicsStayEmpty() {
    Guard guard =
        Guard.named("dependency")
            .retry(Backoff.exponential(ofMillis(10)), 2)
            .circuitBreaker(
                com.holdwall.resilience.Breaker.named("dependency")
                    // it stays open until the test says otherwise
                    .openTime(ofMinutes(5), ofMinutes(5))
                    .build())
            .build();
    try (KafkaServer server = KafkaServer.launch();
        TestTopics topics = new TestTopics(server.bootstrapServers())) {
      topics.create(TOPIC, 3);
      try (ReliableConsumer consumer =
          start(builder(topics, guard).retryTopics(RetryTopics.after(ofSeconds(5))))) {
        topics.fill(TOPIC, 100, (n, topic) -> record(n));
        await().atMost(ofSeconds(20)).until(() -> processed.size() == 100);
        down.set(true);
        guard.breaker().orElseThrow().switchTo(com.holdwall.resilience.BreakerPhase.OPEN);
        topics.fill(TOPIC, 1_000, (n, topic) -> record(100 + n));
        await().atMost(ofSeconds(20)).until(() -> consumer.counts().outage());
        down.set(false);
        guard.breaker().orElseThrow().switchTo(com.holdwall.resilience.BreakerPhase.HALF_OPEN);
        await().atMost(ofSeconds(60)).until(() -> processed.size() == 1_100);
        assertThat(consumer.counts().deadLettered()).isZero();
        assertThat(consumer.counts().retriesScheduled()).isZero();
      }
    }
  }

  @Test
  void brokerDown_losesNothing_showsAFinding_andGoesOn() {
    Duration outage = Figures.soak() ? ofSeconds(60) : ofSeconds(5);
    Guard guard = Guard.named("none").build();
    ConcurrentLinkedQueue<ConsumerEvent> events = new ConcurrentLinkedQueue<>();
    try (KafkaServer server = KafkaServer.launch();
        TestTopics topics = new TestTopics(server.bootstrapServers())) {
      topics.create(TOPIC, 3);
      topics.fill(TOPIC, 5_000, (n, topic) -> record(n));
      try (ReliableConsumer consumer =
          builder(topics, guard)
              .build(
                  RecordReader.text(),
                  delivery -> {
                    int number = TestTopics.number(delivery.required());
                    if (number % 100 == 0) {
                      throw new IllegalArgumentException("poison");
                    }
                    java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
                    processed.add(number);
                  })) {
        consumer.onEvent(events::add);
        consumer.start();
        await().atMost(ofSeconds(20)).until(() -> processed.size() > 500);
        server.kill();
        await()
            .atMost(ofSeconds(30))
            .until(
                () ->
                    consumer.findings().stream()
                        .anyMatch(f -> f.kind() == ConsumerFinding.Kind.BROKER_UNREACHABLE));
        await().pollDelay(outage).atMost(outage.plusSeconds(60)).until(() -> true);
        assertThat(consumer.isRunning()).isTrue();
        server.restart();
        await().atMost(ofMinutes(2)).until(() -> topics.lag(GROUP, TOPIC) == 0);
        await().atMost(ofSeconds(20)).until(() -> consumer.findings().isEmpty());
      }
      assertThat(processed).hasSize(4_950);
      List<String> letters = TestTopics.values(topics.all(LETTERS));
      assertThat(Set.copyOf(letters)).hasSize(50);
    }
  }
}
