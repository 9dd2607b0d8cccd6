package com.holdwall.resilience.dlq.jdbc;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.holdwall.resilience.Figures;
import com.holdwall.resilience.dlq.RecordReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A great many records that cannot be processed now: they cost memory nowhere, and time little. */
class BacklogTest extends QueueOnDatabase {

  private static final int ROWS = Figures.soak() ? 1_000_000 : 100_000;
  private static final long MOST_HEAP = 32L << 20;

  private static void fill(JdbcQueue queue, String key, String due) throws SQLException {
    database.execute(
        "insert into "
            + queue.table().queue()
            + " (topic, key, value, visible_at) select 'orders', "
            + key
            + ", 'old'::bytea, "
            + due
            + " from generate_series(1, "
            + ROWS
            + ")");
    // as autovacuum does after a minute
    database.execute("analyze " + queue.table().queue());
  }

  @Test
  void parkedRetries_growNoHeap_andSlowNoClaim() throws Exception {
    fill(queue, "null", "now() + interval '1 hour'");
    try (ReliableWorker worker =
        queue
            .worker("billing")
            .topics("orders")
            .pollInterval(ofMillis(20))
            .build(RecordReader.text(), delivery -> {})
            .start()) {
      long heap = used();
      for (int i = 0; i < 200; i++) {
        queue.send(Message.text("orders", "k" + i, "new"));
      }
      await().atMost(ofSeconds(30)).until(() -> worker.counts().processed() == 200);
      assertThat(worker.counts().inHand()).isZero();
      long grown = used() - heap;
      Figures.write(
          "jdbc-parked",
          Map.of("parked", ROWS, "heapGrown", grown, "claimMicros", claimMicros(queue)));
      assertThat(grown).isLessThan(MOST_HEAP);
    }
    assertThat(queue.depth("orders").delayed()).isEqualTo(ROWS);
  }

  @Test
  void keyWithALongBacklog_behindAHandlerThatHangs_keepsNoOtherKeyWaiting() throws Exception {
    fill(queue, "'hot'::bytea", "now()");
    CountDownLatch release = new CountDownLatch(1);
    try (ReliableWorker worker =
        queue
            .worker("billing")
            .topics("orders")
            .pollInterval(ofMillis(20))
            .build(
                RecordReader.text(),
                delivery -> {
                  if (delivery.required().equals("old")) {
                    release.await();
                  }
                })
            .start()) {
      await().atMost(ofSeconds(30)).until(() -> worker.counts().inHand() == 1);
      for (int i = 0; i < 20; i++) {
        queue.send(Message.text("orders", "other" + i, "new"));
      }
      await().atMost(ofSeconds(60)).until(() -> worker.counts().processed() == 20);
      assertThat(worker.counts().inHand()).isEqualTo(1);
      Figures.write("jdbc-hot-key", Map.of("behind", ROWS, "claimMicros", claimMicros(queue)));
      release.countDown();
      worker.close(ofMillis(500));
    }
  }

  /** What a look for records costs that finds none. */
  private static long claimMicros(JdbcQueue queue) throws SQLException {
    RowStore store = new RowStore(queue.table(), "measure", Duration.ofMinutes(1));
    try (Connection connection = database.pool.getConnection()) {
      long best = Long.MAX_VALUE;
      for (int i = 0; i < 3; i++) {
        long start = System.nanoTime();
        assertThat(TestDatabase.claim(store, connection, "orders", 10)).isEmpty();
        best = Math.min(best, System.nanoTime() - start);
      }
      return best / 1_000;
    }
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
