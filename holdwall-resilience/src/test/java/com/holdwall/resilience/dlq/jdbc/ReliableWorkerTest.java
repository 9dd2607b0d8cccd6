package com.holdwall.resilience.dlq.jdbc;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.holdwall.resilience.Backoff;
import com.holdwall.resilience.dlq.DeadLetterHeaders;
import com.holdwall.resilience.dlq.DeadLetterInfo;
import com.holdwall.resilience.dlq.RawHeader;
import com.holdwall.resilience.dlq.RecordReader;
import com.holdwall.resilience.dlq.Stage;
import com.holdwall.resilience.dlq.redrive.Letter;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReliableWorkerTest extends WorkerOnDatabase {

  private static final String CANARY = "canary-5520";

  private List<Letter> letters() throws SQLException {
    return queue.redrive(TOPIC).build().list(1_000);
  }

  @Test
  void records_areProcessedInTheOrderOfTheirKey_andTheirRowsAreGone() throws Exception {
    database.fill(queue, 1_000, i -> Message.text(TOPIC, "key" + i % 7, "key" + i % 7 + ":" + i));
    Map<String, Integer> last = new ConcurrentHashMap<>();
    AtomicInteger violations = new AtomicInteger();
    try (ReliableWorker worker =
        builder()
            .build(
                RecordReader.text(),
                delivery -> {
                  String[] parts = delivery.required().split(":", -1);
                  Integer before = last.put(parts[0], Integer.parseInt(parts[1]));
                  if (before != null && before > Integer.parseInt(parts[1])) {
                    violations.incrementAndGet();
                  }
                  processed.add(delivery.required());
                })
            .start()) {
      awaitTrue(() -> worker.counts().processed() == 1_000);
      assertThat(violations).hasValue(0);
      assertThat(processed).hasSize(1_000).doesNotHaveDuplicates();
      assertThat(worker.findings()).isEmpty();
      assertThat(worker.counts().inHand()).isZero();
    }
    assertThat(database.count("select count(*) from " + queue.table().queue())).isZero();
  }

  @Test
  void delivery_showsCoordinatesAndHeaders() throws Exception {
    long id =
        queue.send(
            Message.text(TOPIC, "k", "v").withHeaders(List.of(RawHeader.text("trace", "t1"))));
    ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
    try (ReliableWorker worker =
        builder()
            .build(
                RecordReader.text(),
                delivery ->
                    seen.add(
                        delivery.id()
                            + " "
                            + delivery.attempt()
                            + " "
                            + delivery.source().header("trace")))
            .start()) {
      awaitTrue(() -> worker.counts().processed() == 1);
    }
    assertThat(seen).containsExactly("orders-0-" + id + "@billing 1 t1");
  }

  @Test
  void poison_becomesADeadLetterWithTheHeadersOfTheKafkaForm_andItsKeyGoesOn() throws Exception {
    long id =
        queue.send(
            Message.text(TOPIC, "k", "poison").withHeaders(List.of(RawHeader.text("trace", "t1"))));
    send("k", "after");
    try (ReliableWorker worker = poisoned().start()) {
      awaitTrue(() -> processed.contains("after"));
      awaitTrue(() -> worker.counts().deadLettered() == 1);
    }
    Letter letter = letters().get(0);
    DeadLetterInfo info = letter.info().orElseThrow();
    assertThat(letter.value()).isEqualTo(TestDatabase.bytes("poison"));
    assertThat(letter.key()).isEqualTo(TestDatabase.bytes("k"));
    assertThat(letter.headers()).contains(RawHeader.text("trace", "t1"));
    assertThat(info.id()).isEqualTo("orders-0-" + id + "@billing");
    assertThat(info.exceptionClass()).isEqualTo("java.lang.IllegalArgumentException");
    assertThat(info.stage()).isEqualTo(Stage.PROCESS);
    assertThat(info.deliveryCount()).isEqualTo(1);
    assertThat(queue.depth(TOPIC).dead()).isEqualTo(1);
  }

  private ReliableWorker poisoned() {
    return builder()
        .build(
            RecordReader.text(),
            delivery -> {
              if (delivery.required().startsWith("poison")) {
                throw new IllegalArgumentException("poison with \0 and " + CANARY);
              }
              processed.add(delivery.required());
            });
  }

  @Test
  void undecodableBytes_areADeadLetterOfStageDeserialize_untouched() throws Exception {
    byte[] malformed = {(byte) 0xc3, 0x28};
    queue.send(Message.of(TOPIC, null, malformed));
    try (ReliableWorker worker =
        builder().build(RecordReader.text(), delivery -> processed.add("never")).start()) {
      awaitTrue(() -> worker.counts().deadLettered() == 1);
    }
    assertThat(processed).isEmpty();
    assertThat(letters().get(0).value()).isEqualTo(malformed);
    assertThat(letters().get(0).info().orElseThrow().stage()).isEqualTo(Stage.DESERIALIZE);
  }

  @Test
  void transientFailure_isRetriedInPlace_whileLaterRecordsOfItsKeyWait() throws Exception {
    send("k", "flaky", "second", "third");
    send("other", "free");
    AtomicInteger attempts = new AtomicInteger();
    try (ReliableWorker worker =
        builder()
            .guard(guard(5))
            .build(
                RecordReader.text(),
                delivery -> {
                  if (delivery.required().equals("flaky") && attempts.incrementAndGet() < 4) {
                    throw new IOException("not yet");
                  }
                  processed.add(delivery.required());
                })
            .start()) {
      awaitTrue(() -> worker.counts().processed() == 4);
      assertThat(processed).containsSubsequence("flaky", "second", "third").contains("free");
      assertThat(attempts).hasValue(4);
      assertThat(worker.counts().failedAttempts()).isEqualTo(3);
    }
  }

  @Test
  void recordThatFailsWhileOthersAreServed_goesThroughItsDelays_andThenToTheDeadLetters()
      throws Exception {
    send("bad", "bad", "later of the same key");
    AtomicInteger fed = new AtomicInteger();
    try (ReliableWorker worker =
        builder()
            .delayedRetries(ofMillis(100), ofMillis(200))
            .build(
                RecordReader.text(),
                delivery -> {
                  if (delivery.required().equals("bad")) {
                    throw new IOException("always " + CANARY);
                  }
                  processed.add(delivery.required());
                })
            .start()) {
      await()
          .pollInterval(ofMillis(20))
          .atMost(ofSeconds(30))
          .until(
              () -> {
                // evidence that others are served
                send("good", "good" + fed.incrementAndGet());
                return worker.counts().deadLettered() == 1;
              });
      assertThat(worker.counts().retriesScheduled()).isEqualTo(2);
      // the order of the key was given up with the first delay, as a retry topic does
      awaitTrue(() -> processed.contains("later of the same key"));
    }
    DeadLetterInfo info = letters().get(0).info().orElseThrow();
    assertThat(info.deliveryCount()).isGreaterThanOrEqualTo(9);
    assertThat(info.firstFailure()).isBefore(info.time());
  }

  @Test
  void putOffRecord_tellsInItsRowWhy() throws Exception {
    send("k", "bad");
    try (ReliableWorker worker =
        builder()
            .delayedRetries(ofMinutes(5))
            .build(
                RecordReader.text(),
                delivery -> {
                  throw new IOException("the \0 message");
                })
            .start()) {
      awaitTrue(() -> worker.counts().retriesScheduled() == 1);
    }
    assertThat(
            database.column(
                "select concat_ws('|', attempts, step, first_error, last_error, last_error_class,"
                    + " last_error_stage, ordered, owner is null) from "
                    + queue.table().queue()))
        .containsExactly(
            "3|1|the \ufffd message|the \ufffd message|java.io.IOException|process|f|t");
    assertThat(queue.depth(TOPIC).delayed()).isEqualTo(1);
  }

  @Test
  void twoWorkers_processEachRecordOnce_andKeepTheOrderOfKeysBetweenThem() throws Exception {
    database.fill(queue, 2_000, i -> Message.text(TOPIC, "key" + i % 20, i % 20 + ":" + i));
    ConcurrentHashMap<String, Integer> last = new ConcurrentHashMap<>();
    ConcurrentHashMap<String, AtomicBoolean> busy = new ConcurrentHashMap<>();
    AtomicInteger violations = new AtomicInteger();
    // no pause of a thread may end a lease: the other one would be right to take its records
    ReliableWorkerBuilder builder = builder().lease(ofMinutes(5));
    com.holdwall.resilience.dlq.RecordHandler<String> handler =
        delivery -> {
          String[] parts = delivery.required().split(":", -1);
          AtomicBoolean mine = busy.computeIfAbsent(parts[0], absent -> new AtomicBoolean());
          if (!mine.compareAndSet(false, true)) {
            violations.incrementAndGet();
          }
          Integer before = last.put(parts[0], Integer.parseInt(parts[1]));
          if (before != null && before > Integer.parseInt(parts[1])) {
            violations.incrementAndGet();
          }
          processed.add(delivery.required());
          mine.set(false);
        };
    try (ReliableWorker one = builder.build(RecordReader.text(), handler).start();
        ReliableWorker two = builder.build(RecordReader.text(), handler).start()) {
      awaitTrue(() -> one.counts().processed() + two.counts().processed() == 2_000);
      assertThat(violations).hasValue(0);
      assertThat(processed).hasSize(2_000).doesNotHaveDuplicates();
      assertThat(one.counts().leasesLost() + two.counts().leasesLost()).isZero();
    }
  }

  @Test
  void canary_isInNoEventFindingOrText() throws Exception {
    queue.send(
        Message.text(TOPIC, CANARY, "poison" + CANARY)
            .withHeaders(List.of(RawHeader.text("token", CANARY))));
    ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();
    ReliableWorker worker = poisoned();
    worker.onEvent(event -> told.add(event.toString()));
    try (worker) {
      worker.start();
      awaitTrue(() -> worker.counts().deadLettered() == 1);
      told.add(worker.toString() + worker.counts() + worker.findings() + queue);
    }
    told.add(letters().get(0).toString() + letters().get(0).headers());
    assertThat(told).hasSizeGreaterThan(2).noneMatch(text -> text.contains(CANARY));
    // the letter's headers are where the payload is
    assertThat(
            letters().get(0).headers().stream()
                .filter(h -> h.name().equals(DeadLetterHeaders.PREFIX + "message"))
                .map(RawHeader::text))
        .containsExactly("poison with \0 and " + CANARY);
  }

  @Test
  void wrongSettings_areNamed() {
    assertThatThrownBy(() -> queue.worker(" ")).hasMessageContaining("group must not be blank");
    assertThatThrownBy(() -> queue.worker("a\0")).hasMessageContaining("U+0000");
    assertThatThrownBy(() -> builder().topics("")).hasMessage("topic must not be blank, but is ''");
    assertThatThrownBy(() -> builder().concurrency(0))
        .hasMessage("concurrency must be at least 1, but is 0");
    assertThatThrownBy(() -> builder().maxInHand(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder().maxInHandBytes(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder().lease(ofMillis(999)))
        .hasMessage("lease must be from PT1S to PT24H, but is PT0.999S");
    assertThatThrownBy(() -> builder().transactionLimit(Duration.ZERO))
        .hasMessage("transactionLimit must be at least PT0.001S, but is PT0S");
    assertThatThrownBy(() -> builder().delayedRetries(ofSeconds(2), ofSeconds(1)))
        .hasMessage(
            "delays must be whole milliseconds, rise, and be at most PT87600H, but are [PT2S, PT1S]");
    Backoff probe = Backoff.exponential(ofSeconds(1));
    assertThatThrownBy(() -> builder().outage(0, probe))
        .hasMessage("heldRecords must be from 1 to 10000, but is 0");
    assertThatThrownBy(() -> builder().pollInterval(Duration.ZERO))
        .hasMessage("pollInterval must be longer than zero, but is PT0S");
    assertThatThrownBy(() -> queue.worker("g").build(RecordReader.text(), delivery -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no topic is set: worker of group 'g'");
    ReliableWorker worker = builder().build(RecordReader.text(), delivery -> {});
    worker.close();
    assertThatThrownBy(worker::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("ReliableWorker[billing] is closed: build another one");
  }
}
