package com.holdwall.resilience.dlq.jdbc;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.holdwall.resilience.Backoff;
import com.holdwall.resilience.Breaker;
import com.holdwall.resilience.BreakerPhase;
import com.holdwall.resilience.Figures;
import com.holdwall.resilience.Guard;
import com.holdwall.resilience.Jitter;
import com.holdwall.resilience.dlq.RecordReader;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An outage is not a poison pill: of the dependency, and of the database. */
class WorkerOutageTest {

  private static final String TOPIC = "orders";

  private final AtomicBoolean down = new AtomicBoolean();
  private final AtomicLong attempts = new AtomicLong();
  private final Set<String> processed = ConcurrentHashMap.newKeySet();
  private TestDatabase database;
  private JdbcQueue queue;

  @BeforeEach
  void launch() throws Exception {
    // what is down for good is given up in time, and what is slow is not
    database = new TestDatabase(ofSeconds(4));
    queue = database.queue();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private ReliableWorkerBuilder builder(Guard guard) {
    return queue
        .worker("billing")
        .topics(TOPIC)
        .guard(guard)
        .concurrency(8)
        .maxInHand(100)
        .pollInterval(ofMillis(50))
        .statementTimeout(ofSeconds(2))
        .lease(ofSeconds(5))
        .outage(20, new Backoff(ofMillis(200), ofSeconds(1), Jitter.EQUAL));
  }

  private void serve(com.holdwall.resilience.dlq.Delivery<String> delivery) throws IOException {
    attempts.incrementAndGet();
    if (down.get()) {
      throw new IOException("the dependency is down");
    }
    processed.add(delivery.required());
  }

  @Test
  void dependencyDown_atAThousandRecordsASecond_deadLettersNothing_andProcessesAllAfterwards()
      throws Exception {
    int seconds = Figures.soak() ? 30 : 3;
    Guard guard = Guard.named("dependency").retry(Backoff.exponential(ofMillis(100)), 3).build();
    try (ReliableWorker worker = builder(guard).build(RecordReader.text(), this::serve).start()) {
      // it goes well for some seconds first: that must not count for the dependency later
      int total = flow(0, 2);
      // all of them: what is served at the switch would be evidence against what fails there
      int healthy = total;
      await().atMost(ofSeconds(60)).until(() -> worker.counts().processed() == healthy);
      down.set(true);
      long before = attempts.get();
      total = flow(total, seconds);
      await().atMost(ofSeconds(20)).until(() -> worker.counts().outage());
      await()
          .atMost(ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(worker.findings())
                      .extracting(WorkerFinding::kind)
                      .containsExactly(WorkerFinding.Kind.OUTAGE));
      assertThat(queue.depth(TOPIC).due()).isGreaterThan(1_000);
      long during = attempts.get() - before;
      down.set(false);
      long up = System.nanoTime();
      int all = total;
      await().atMost(ofMinutes(2)).until(() -> processed.size() == all);
      long recovered = (System.nanoTime() - up) / 1_000_000;
      await().atMost(ofSeconds(20)).until(() -> worker.counts().processed() == all);
      assertThat(worker.counts().deadLettered()).isZero();
      await().atMost(ofSeconds(20)).until(() -> worker.findings().isEmpty());
      Figures.write(
          "jdbc-flood",
          Map.of(
              "outageSeconds", seconds,
              "records", all,
              "deadLetters", worker.counts().deadLettered(),
              "attemptsDuringOutage", during,
              "recoveryMillis", recovered));
    }
    assertThat(queue.depth(TOPIC).dead()).isZero();
  }

  /** A thousand records a second. */
  private int flow(int from, int seconds) throws Exception {
    int sent = from;
    for (int i = 0; i < seconds * 10; i++) {
      long start = System.nanoTime();
      int base = sent;
      database.fill(queue, 100, n -> Message.text(TOPIC, "k" + (base + n) % 500, "v" + (base + n)));
      sent += 100;
      await()
          .pollInterval(ofMillis(5))
          .until(() -> System.nanoTime() - start >= ofMillis(100).toNanos());
    }
    return sent;
  }

  @Test
  void openBreaker_holdsAllAtOnce_andDelayedRetriesAreNotUsed() throws Exception {
    // it stays open until the test says otherwise
    Breaker breaker = Breaker.named("dependency").openTime(ofMinutes(5), ofMinutes(5)).build();
    Guard guard =
        Guard.named("dependency")
            .retry(Backoff.exponential(ofMillis(10)), 2)
            .circuitBreaker(breaker)
            .build();
    try (ReliableWorker worker =
        builder(guard)
            .delayedRetries(ofSeconds(5))
            .build(RecordReader.text(), this::serve)
            .start()) {
      flow(0, 1);
      await().atMost(ofSeconds(20)).until(() -> processed.size() == 1_000);
      down.set(true);
      breaker.switchTo(BreakerPhase.OPEN);
      flow(1_000, 1);
      await().atMost(ofSeconds(20)).until(() -> worker.counts().outage());
      down.set(false);
      breaker.switchTo(BreakerPhase.HALF_OPEN);
      await().atMost(ofSeconds(60)).until(() -> processed.size() == 2_000);
      assertThat(worker.counts().deadLettered()).isZero();
      assertThat(worker.counts().retriesScheduled()).isZero();
    }
  }

  @Test
  void poisonAmongTheHeld_doesNotKeepTheOutageFromEnding() throws Exception {
    Guard guard = Guard.named("dependency").retry(Backoff.exponential(ofMillis(10)), 2).build();
    down.set(true);
    try (ReliableWorker worker =
        builder(guard)
            .build(
                RecordReader.text(),
                delivery -> {
                  if (delivery.required().endsWith("0")) {
                    throw new IOException("this one fails for ever, and says it were transient");
                  }
                  serve(delivery);
                })
            .start()) {
      flow(0, 1);
      await().atMost(ofSeconds(20)).until(() -> worker.counts().outage());
      down.set(false);
      await().atMost(ofSeconds(60)).until(() -> processed.size() == 900);
    }
  }

  @Test
  void handFullOfPoison_getsOthersToProbeWith_andTheOutageEnds() throws Exception {
    Guard guard = Guard.named("dependency").build();
    database.fill(queue, 15, i -> Message.text(TOPIC, "bad" + i, "bad"));
    try (ReliableWorker worker =
        builder(guard)
            .maxInHand(10)
            .outage(5, new Backoff(ofMillis(20), ofMillis(50), Jitter.EQUAL))
            .build(
                RecordReader.text(),
                delivery -> {
                  if (delivery.required().equals("bad")) {
                    throw new IOException("this one fails for ever, and says it were transient");
                  }
                  serve(delivery);
                })
            .start()) {
      await()
          .atMost(ofSeconds(20))
          .until(() -> worker.counts().outage() && worker.counts().inHand() >= 10);
      database.fill(queue, 30, i -> Message.text(TOPIC, "good" + i, "good" + i));
      await().atMost(ofSeconds(30)).until(() -> processed.size() == 30);
      assertThat(worker.counts().inHand()).isLessThanOrEqualTo(10);
    }
  }

  @Test
  void databaseKilledAndRestarted_losesNothing_showsAFinding_andGoesOn() throws Exception {
    Guard guard = Guard.named("none").build();
    database.fill(queue, 3_000, i -> Message.text(TOPIC, "k" + i % 100, "v" + i));
    AtomicInteger poison = new AtomicInteger();
    try (ReliableWorker worker =
        builder(guard)
            .build(
                RecordReader.text(),
                delivery -> {
                  if (delivery.required().endsWith("00")) {
                    poison.incrementAndGet();
                    throw new IllegalArgumentException("poison");
                  }
                  java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
                  serve(delivery);
                })
            .start()) {
      await().atMost(ofSeconds(20)).until(() -> processed.size() > 500);
      database.server.kill();
      await()
          .atMost(ofSeconds(30))
          .until(
              () ->
                  worker.findings().stream()
                      .anyMatch(f -> f.kind() == WorkerFinding.Kind.DATABASE_FAILING));
      await().pollDelay(ofSeconds(2)).until(() -> true);
      assertThat(worker.isRunning()).isTrue();
      database.server.restart();
      // the rows and not the count: the kill may have cut off the answer to a commit
      await().atMost(ofMinutes(1)).ignoreExceptions().until(() -> queue.depth(TOPIC).dead() == 29);
      await().atMost(ofMinutes(1)).until(() -> queue.depth(TOPIC).due() == 0);
      await().atMost(ofSeconds(20)).until(() -> worker.findings().isEmpty());
      await().atMost(ofSeconds(20)).until(() -> worker.counts().inHand() == 0);
    }
    assertThat(processed).hasSize(2_971);
    assertThat(queue.depth(TOPIC).dead()).isEqualTo(29);
    assertThat(database.count("select count(*) from " + queue.table().queue())).isZero();
  }

  @Test
  void databaseFrozen_isGivenUpAfterTheStatementTimeout_andTheWorkerGoesOnAfterwards()
      throws Exception {
    Guard guard = Guard.named("none").build();
    try (ReliableWorker worker =
        builder(guard).statementTimeout(ofMillis(500)).build(RecordReader.text(), this::serve)) {
      worker.start();
      database.fill(queue, 100, i -> Message.text(TOPIC, "k" + i, "v" + i));
      await().atMost(ofSeconds(20)).until(() -> worker.counts().processed() == 100);
      database.server.freeze();
      await()
          .atMost(ofSeconds(30))
          .until(
              () ->
                  worker.findings().stream()
                      .anyMatch(f -> f.kind() == WorkerFinding.Kind.DATABASE_FAILING));
      database.server.thaw();
      await()
          .atMost(ofSeconds(30))
          .ignoreExceptions()
          .until(
              () -> {
                queue.send(Message.text(TOPIC, "k", "after"));
                return true;
              });
      await().atMost(ofSeconds(30)).until(() -> processed.contains("after"));
      await().atMost(ofSeconds(20)).until(() -> worker.findings().isEmpty());
    }
  }

  @Test
  void startedWhileTheDatabaseIsDown_worksWhenItIsUp() throws Exception {
    database.server.kill();
    Guard guard = Guard.named("none").build();
    try (ReliableWorker worker = builder(guard).build(RecordReader.text(), this::serve).start()) {
      assertThat(worker.findings())
          .singleElement()
          .satisfies(f -> assertThat(f.kind()).isEqualTo(WorkerFinding.Kind.DATABASE_FAILING));
      database.server.restart();
      await()
          .atMost(ofSeconds(30))
          .ignoreExceptions()
          .until(
              () -> {
                queue.send(Message.text(TOPIC, "k", "v"));
                return true;
              });
      await().atMost(ofSeconds(30)).until(() -> worker.counts().processed() >= 1);
      await().atMost(ofSeconds(20)).until(() -> worker.findings().isEmpty());
    }
  }
}
