package com.holdwall.resilience.dlq.jdbc;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.holdwall.resilience.Backoff;
import com.holdwall.resilience.Guard;
import com.holdwall.resilience.dlq.RecordReader;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Handlers that do not come back, leases that are lost, and a worker's end. */
class WorkerEndTest extends WorkerOnDatabase {

  @Test
  void handlerThatNeverReturns_keepsItsKeyOnly_andAFindingSaysSo() throws Exception {
    send("stuck", "stuck", "behind it");
    CountDownLatch never = new CountDownLatch(1);
    try (ReliableWorker worker =
        builder()
            .concurrency(2)
            .lease(ofSeconds(1))
            .stuckAfter(ofMillis(200))
            .build(
                RecordReader.text(),
                delivery -> {
                  if (delivery.required().equals("stuck")) {
                    never.await();
                  }
                  processed.add(delivery.required());
                })
            .start()) {
      for (int i = 0; i < 100; i++) {
        send("key" + i, "other" + i);
      }
      awaitTrue(() -> worker.counts().processed() == 100);
      awaitTrue(
          () ->
              worker.findings().stream()
                  .anyMatch(f -> f.kind() == WorkerFinding.Kind.HANDLER_STUCK));
      // its lease is prolonged: three lease times later it still has it
      await()
          .pollDelay(ofSeconds(3))
          .atMost(ofSeconds(30))
          .until(() -> queue.depth(TOPIC).leased() == 1);
      assertThat(worker.counts().leasesLost()).isZero();
      assertThat(processed).doesNotContain("behind it").hasSize(100);
      never.countDown();
      awaitTrue(() -> worker.counts().processed() == 102);
      awaitTrue(() -> worker.findings().isEmpty());
    }
  }

  @Test
  void attemptThatTakesTooLong_isInterrupted_andTheNextOneServes() throws Exception {
    send("k", "slow once");
    AtomicInteger attempts = new AtomicInteger();
    AtomicInteger interrupted = new AtomicInteger();
    Guard limited =
        Guard.named("limited")
            .retry(Backoff.exponential(ofMillis(10)), 3)
            .idempotent()
            .attemptTimeout(ofMillis(200))
            .build();
    try (ReliableWorker worker =
        builder()
            .guard(limited)
            .build(
                RecordReader.text(),
                delivery -> {
                  if (attempts.incrementAndGet() == 1) {
                    try {
                      new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                      interrupted.incrementAndGet();
                      throw e;
                    }
                  }
                  processed.add(delivery.required());
                })
            .start()) {
      awaitTrue(() -> worker.counts().processed() == 1);
      assertThat(interrupted).hasValue(1);
      // more than one more on a machine that stops for longer than the limit
      assertThat(attempts.get()).isGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void closeWhileBusy_finishesWhatRuns_andGivesTheRestBackAtOnce() throws Exception {
    database.fill(queue, 100, i -> Message.text(TOPIC, null, "v" + i));
    CountDownLatch running = new CountDownLatch(2);
    CountDownLatch finish = new CountDownLatch(1);
    ReliableWorker worker =
        builder()
            .concurrency(2)
            .maxInHand(50)
            .lease(ofMinutes(10))
            .build(
                RecordReader.text(),
                delivery -> {
                  running.countDown();
                  finish.await();
                  processed.add(delivery.required());
                })
            .start();
    running.await();
    awaitTrue(() -> worker.counts().inHand() == 50);
    CompletableFuture<Void> close = CompletableFuture.runAsync(() -> worker.close(ofSeconds(30)));
    awaitTrue(() -> worker.counts().inHand() == 2);
    finish.countDown();
    close.get(60, java.util.concurrent.TimeUnit.SECONDS);
    assertThat(worker.isRunning()).isFalse();
    assertThat(processed).hasSize(2);
    QueueDepth depth = queue.depth(TOPIC);
    assertThat(depth.leased()).isZero();
    assertThat(depth.due()).isEqualTo(98);
    worker.close();
  }

  @Test
  void closeWithAHandlerThatHangs_interruptsIt_andEndsInTime() throws Exception {
    send("k", "hangs");
    CountDownLatch running = new CountDownLatch(1);
    ReliableWorker worker =
        builder()
            .build(
                RecordReader.text(),
                delivery -> {
                  running.countDown();
                  new CountDownLatch(1).await();
                })
            .start();
    running.await();
    long start = System.nanoTime();
    worker.close(ofMillis(300));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(ofSeconds(10));
    // it heeded the interrupt, so its record is free at once
    assertThat(queue.depth(TOPIC).due()).isEqualTo(1);
  }

  @Test
  void lostLease_interruptsTheHandler_andTheRecordIsNotEndedTwice() throws Exception {
    send("k", "v");
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    ConcurrentLinkedQueue<WorkerEvent> events = new ConcurrentLinkedQueue<>();
    ReliableWorker worker =
        builder()
            .lease(ofSeconds(1))
            .build(
                RecordReader.text(),
                delivery -> {
                  running.countDown();
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw e;
                  }
                });
    worker.onEvent(events::add);
    try (worker) {
      worker.start();
      running.await();
      // another worker got it while this one was cut off
      database.execute(
          "update "
              + queue.table().queue()
              + " set owner = 'other', visible_at = now() + interval '1 hour'");
      assertThat(interrupted.await(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
      awaitTrue(() -> worker.counts().leasesLost() == 1);
      assertThat(worker.counts().inHand()).isZero();
      // the event follows the count
      awaitTrue(() -> events.stream().anyMatch(e -> e.type() == WorkerEvent.Type.LEASE_LOST));
    }
    assertThat(database.column("select owner from " + queue.table().queue()))
        .containsExactly("other");
  }
}
