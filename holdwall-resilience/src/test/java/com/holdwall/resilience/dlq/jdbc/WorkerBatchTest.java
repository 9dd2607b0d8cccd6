package com.holdwall.resilience.dlq.jdbc;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.holdwall.resilience.Backoff;
import com.holdwall.resilience.Guard;
import com.holdwall.resilience.RetryBudget;
import com.holdwall.resilience.dlq.BatchContract;
import com.holdwall.resilience.dlq.BatchHandler;
import com.holdwall.resilience.dlq.Delivery;
import com.holdwall.resilience.dlq.RecordReader;
import com.holdwall.resilience.dlq.redrive.Letter;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Batches out of a table: their contract, and what leases and outages do to them. */
class WorkerBatchTest extends WorkerOnDatabase implements BatchContract {

  private final Queue<Integer> sizes = new ConcurrentLinkedQueue<>();

  @Override
  public void fill(List<byte[]> values) throws SQLException {
    database.fill(
        queue,
        values.size(),
        i -> Message.of(TOPIC, TestDatabase.bytes("key" + i % KEYS), values.get(i)));
  }

  @Override
  public <V> Running start(RecordReader<V> reader, int size, BatchHandler<V> handler) {
    Guard unlimited =
        Guard.named("billing")
            .retry(Backoff.exponential(ofMillis(10)), 3)
            .budget(RetryBudget.ofTokens(Integer.MAX_VALUE))
            .build();
    return new OfWorker(builder().guard(unlimited).buildBatch(reader, size, handler).start());
  }

  @Override
  public List<Letter> letters() throws SQLException {
    return queue.redrive(TOPIC).build().list(1_000);
  }

  private record OfWorker(ReliableWorker worker) implements Running {

    @Override
    public long processed() {
      return worker.counts().processed();
    }

    @Override
    public long failedAttempts() {
      return worker.counts().failedAttempts();
    }

    @Override
    public long deadLettered() {
      return worker.counts().deadLettered();
    }

    @Override
    public void close() {
      worker.close();
    }
  }

  private void fill(String prefix, int count) throws SQLException {
    database.fill(queue, count, i -> Message.text(TOPIC, prefix + i, prefix + i));
  }

  private void process(List<Delivery<String>> batch) {
    sizes.add(batch.size());
    batch.forEach(delivery -> processed.add(delivery.required()));
  }

  @Test
  void dependencyDown_holdsTheRecordsOfBatches_andAllAreProcessedAfterwards() throws Exception {
    AtomicBoolean down = new AtomicBoolean();
    fill("before", 200);
    try (ReliableWorker worker =
        builder()
            .buildBatch(
                RecordReader.text(),
                10,
                batch -> {
                  if (down.get()) {
                    throw new IOException("the dependency is down");
                  }
                  process(batch);
                })
            .start()) {
      awaitTrue(() -> worker.counts().processed() == 200);
      down.set(true);
      fill("during", 500);
      awaitTrue(() -> worker.counts().outage());
      long attempts = worker.counts().failedAttempts();
      await().pollDelay(ofSeconds(3)).until(() -> true);
      assertThat(worker.counts().outage()).isTrue();
      // somebody probes all the while
      assertThat(worker.counts().failedAttempts()).isGreaterThan(attempts);
      assertThat(worker.counts().deadLettered()).isZero();
      down.set(false);
      awaitTrue(() -> worker.counts().processed() == 700);
      assertThat(worker.counts().deadLettered()).isZero();
      awaitTrue(() -> worker.findings().isEmpty());
    }
    assertThat(processed).hasSize(700).doesNotHaveDuplicates();
    assertThat(queue.depth(TOPIC).dead()).isZero();
  }

  @Test
  void lostLease_interruptsTheBatch_andItsOtherRecordsAreProcessedAlone() throws Exception {
    fill("v", 5);
    CountDownLatch running = new CountDownLatch(1);
    try (ReliableWorker worker =
        builder()
            .lease(ofSeconds(1))
            .buildBatch(
                RecordReader.text(),
                5,
                batch -> {
                  if (batch.size() > 1) {
                    sizes.add(batch.size());
                    running.countDown();
                    new CountDownLatch(1).await();
                  }
                  process(batch);
                })
            .start()) {
      running.await();
      // another worker got it while this one was cut off
      database.execute(
          "update "
              + queue.table().queue()
              + " set owner = 'other', visible_at = now() + interval '1 hour'"
              + " where value = convert_to('v0', 'UTF8')");
      awaitTrue(() -> worker.counts().processed() == 4 && worker.counts().leasesLost() == 1);
      assertThat(worker.counts().inHand()).isZero();
      assertThat(worker.counts().deadLettered()).isZero();
    }
    assertThat(sizes).containsExactly(5, 1, 1, 1, 1);
    assertThat(processed).containsExactlyInAnyOrder("v1", "v2", "v3", "v4");
    assertThat(database.column("select owner from " + queue.table().queue()))
        .containsExactly("other");
  }

  @Test
  void handlerThatHangsWithABatch_isOneStuckHandler() throws Exception {
    fill("v", 5);
    CountDownLatch hanging = new CountDownLatch(1);
    try (ReliableWorker worker =
        builder()
            .concurrency(2)
            .stuckAfter(ofMillis(200))
            .buildBatch(
                RecordReader.text(),
                5,
                batch -> {
                  hanging.await();
                  process(batch);
                })
            .start()) {
      awaitTrue(() -> !worker.findings().isEmpty());
      assertThat(worker.findings())
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.kind()).isEqualTo(WorkerFinding.Kind.HANDLER_STUCK);
                assertThat(finding.detail()).startsWith("1 of 2 handlers");
              });
      hanging.countDown();
      awaitTrue(() -> worker.counts().processed() == 5 && worker.findings().isEmpty());
    }
    assertThat(sizes).containsExactly(5);
  }

  @Test
  void closeWhileBatchesRun_finishesThem_andGivesTheRestBackAtOnce() throws Exception {
    fill("v", 100);
    CountDownLatch running = new CountDownLatch(2);
    CountDownLatch closing = new CountDownLatch(1);
    ReliableWorker worker =
        builder()
            .concurrency(2)
            .maxInHand(50)
            .lease(ofMinutes(10))
            .buildBatch(
                RecordReader.text(),
                10,
                batch -> {
                  running.countDown();
                  closing.await();
                  process(batch);
                })
            .start();
    running.await();
    awaitTrue(() -> worker.counts().inHand() == 50);
    Thread closer = new Thread(() -> worker.close(ofMinutes(1)), "closer");
    closer.start();
    awaitTrue(() -> queue.depth(TOPIC).leased() == 20);
    closing.countDown();
    closer.join();
    assertThat(processed).hasSize(20).doesNotHaveDuplicates();
    assertThat(queue.depth(TOPIC).leased()).isZero();
    assertThat(queue.depth(TOPIC).due()).isEqualTo(80);
  }

  @Test
  void closeWhileABatchWaitsForItsRetry_givesItsRecordsBack() throws Exception {
    fill("v", 5);
    ReliableWorker worker =
        builder()
            .lease(ofMinutes(10))
            .guard(Guard.named("slow").retry(Backoff.exponential(ofMinutes(10)), 2).build())
            .buildBatch(
                RecordReader.text(),
                5,
                batch -> {
                  throw new IOException("not yet");
                })
            .start();
    awaitTrue(() -> worker.counts().failedAttempts() == 1);
    worker.close(ofSeconds(30));
    assertThat(queue.depth(TOPIC).leased()).isZero();
    assertThat(queue.depth(TOPIC).due()).isEqualTo(5);
    assertThat(worker.counts().deadLettered()).isZero();
  }

  @Test
  void recordsInHand_areAsManyAsTheBatchesOfAllHandlers_andNoMoreThanToldOtherwise()
      throws Exception {
    fill("v", 500);
    CountDownLatch full = new CountDownLatch(1);
    ReliableWorkerBuilder builder = builder().concurrency(2);
    try (ReliableWorker worker =
        builder
            .buildBatch(
                RecordReader.text(),
                50,
                batch -> {
                  full.await();
                  process(batch);
                })
            .start()) {
      awaitTrue(() -> worker.counts().inHand() == 100);
      // many looks later it is still so
      await().pollDelay(ofMillis(300)).until(() -> true);
      assertThat(worker.counts().inHand()).isEqualTo(100);
      full.countDown();
      awaitTrue(() -> worker.counts().processed() == 500);
    }
    assertThat(sizes).allMatch(size -> size <= 50).contains(50);
    fill("w", 100);
    AtomicLong most = new AtomicLong();
    try (ReliableWorker worker =
        builder.maxInHand(20).buildBatch(RecordReader.text(), 20, this::process).start()) {
      awaitTrue(
          () -> {
            most.accumulateAndGet(worker.counts().inHand(), Math::max);
            return worker.counts().processed() == 100;
          });
    }
    assertThat(most.get()).isLessThanOrEqualTo(20);
  }

  @Test
  void batchThatCouldNeverBeFull_isRefused() {
    assertThatThrownBy(
            () -> builder().maxInHand(10).buildBatch(RecordReader.text(), 11, this::process))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("size must be at most maxInHand, which is 10, but is 11");
    assertThatThrownBy(() -> queue.worker("g").buildBatch(RecordReader.text(), 2, this::process))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no topic is set: worker of group 'g'");
  }
}
