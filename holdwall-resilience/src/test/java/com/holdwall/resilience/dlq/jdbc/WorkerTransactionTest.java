package com.holdwall.resilience.dlq.jdbc;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.resilience.dlq.RecordReader;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Handlers whose effect is in the worker's own transaction. */
class WorkerTransactionTest extends WorkerOnDatabase {

  @Test
  void handlerWithConnection_effectAndEndAreOneTransaction() throws Exception {
    String effects = "effects_" + queue.table().name();
    database.execute("create table " + effects + " (value text)");
    database.fill(queue, 50, i -> Message.text(TOPIC, "k" + i % 5, "v" + i));
    Set<String> failedOnce = ConcurrentHashMap.newKeySet();
    try (ReliableWorker worker =
        builder()
            .guard(guard(2))
            .buildInTransaction(
                RecordReader.text(),
                (delivery, connection) -> {
                  String value = delivery.required();
                  insert(connection, effects, value);
                  if (value.endsWith("3") && failedOnce.add(value)) {
                    throw new IOException("after the effect");
                  }
                })
            .start()) {
      awaitTrue(() -> worker.counts().processed() == 50);
    }
    assertThat(database.column("select value from " + effects)).hasSize(50).doesNotHaveDuplicates();
    assertThat(database.count("select count(*) from " + queue.table().queue())).isZero();
  }

  @Test
  void recordSentOnTheHandlersConnection_isThereOnce_withTheEndOfItsSource() throws Exception {
    send("k", "v");
    AtomicInteger attempts = new AtomicInteger();
    try (ReliableWorker worker =
        builder()
            .buildInTransaction(
                RecordReader.text(),
                (delivery, connection) -> {
                  queue.send(connection, Message.text("invoices", "k", delivery.required()));
                  if (attempts.incrementAndGet() == 1) {
                    throw new IOException("after the output");
                  }
                })
            .start()) {
      awaitTrue(() -> worker.counts().processed() == 1);
    }
    assertThat(attempts).hasValue(2);
    assertThat(database.column("select topic from " + queue.table().queue()))
        .containsExactly("invoices");
  }

  private static void insert(Connection connection, String table, String value)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("insert into " + table + " values (?)")) {
      statement.setString(1, value);
      statement.executeUpdate();
    }
  }

  @Test
  void handlerWithConnection_cannotEndTheTransactionItself() throws Exception {
    send("k", "v");
    ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();
    try (ReliableWorker worker =
        builder()
            .buildInTransaction(
                RecordReader.text(),
                (delivery, connection) -> {
                  for (TryIt each :
                      List.<TryIt>of(
                          Connection::commit,
                          Connection::rollback,
                          Connection::close,
                          c -> c.setAutoCommit(true))) {
                    try {
                      each.on(connection);
                    } catch (SQLException e) {
                      refused.add(String.valueOf(e.getMessage()));
                    }
                  }
                })
            .start()) {
      awaitTrue(() -> worker.counts().processed() == 1);
    }
    assertThat(refused).hasSize(4).allMatch(message -> message.contains("is the worker's"));
  }

  private interface TryIt {
    void on(Connection connection) throws SQLException;
  }

  @Test
  void transactionThatIdlesTooLong_isEndedByTheServer_andTriedAgain() throws Exception {
    send("k", "v");
    AtomicInteger attempts = new AtomicInteger();
    String effects = "effects_" + queue.table().name();
    database.execute("create table " + effects + " (value text)");
    try (ReliableWorker worker =
        builder()
            .transactionLimit(ofMillis(200))
            .buildInTransaction(
                RecordReader.text(),
                (delivery, connection) -> {
                  insert(connection, effects, delivery.required());
                  if (attempts.incrementAndGet() == 1) {
                    awaitTrue(() -> idleInTransaction() == 0);
                  }
                })
            .start()) {
      awaitTrue(() -> worker.counts().processed() == 1);
    }
    // more than one more on a machine that stops for longer than the limit
    assertThat(attempts.get()).isGreaterThanOrEqualTo(2);
    assertThat(database.column("select value from " + effects)).containsExactly("v");
  }

  private static long idleInTransaction() throws SQLException {
    return database.count(
        "select count(*) from pg_stat_activity where state = 'idle in transaction'");
  }
}
