package com.holdwall.resilience.dlq.jdbc;

import com.holdwall.resilience.Backoff;
import com.holdwall.resilience.Guard;
import com.holdwall.resilience.RetryBudget;
import com.holdwall.resilience.dlq.Delivery;
import com.holdwall.resilience.dlq.RecordReader;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * One worker of {@link JdbcNoLossTest}, in a JVM of its own, to be killed. It ends in order when
 * its input does.
 */
public final class JdbcNoLossMember {

  static final int IN_HAND = 50;

  private static final int BATCH = 10;

  /** Which handler the records get. */
  enum Form {
    RECORD,
    BATCH,
    TRANSACTION
  }

  private JdbcNoLossMember() {}

  /**
   * Works until the standard input ends.
   *
   * @param args the database's URL, the queue's table, the table of effects, the seed, and the form
   *     of the handler
   */
  public static void main(String[] args) throws IOException {
    long seed = Long.parseLong(args[3]);
    Form form = Form.valueOf(args[4]);
    try (HikariDataSource pool = TestDatabase.pool(args[0], "postgres", Duration.ofSeconds(1))) {
      ReliableWorkerBuilder builder =
          JdbcQueue.in(pool, null, args[1])
              .worker("no-loss")
              .topics("source")
              .guard(
                  Guard.named("no-loss")
                      .budget(RetryBudget.ofTokens(Integer.MAX_VALUE))
                      .retry(Backoff.exponential(Duration.ofMillis(20)), 5)
                      .build())
              .lease(Duration.ofSeconds(3))
              .statementTimeout(Duration.ofSeconds(1))
              .pollInterval(Duration.ofMillis(50))
              .concurrency(4)
              .maxInHand(IN_HAND);
      String insert = "insert into " + args[2] + " (number, key) values (?, ?)";
      try (ReliableWorker worker = worker(builder, form, pool, seed, insert)) {
        worker.start();
        while (System.in.read() >= 0) {
          Thread.onSpinWait();
        }
        worker.close(Duration.ofSeconds(10));
      }
    }
  }

  private static ReliableWorker worker(
      ReliableWorkerBuilder builder, Form form, HikariDataSource pool, long seed, String insert) {
    return switch (form) {
      case RECORD ->
          builder.build(
              RecordReader.text(), delivery -> processAll(pool, seed, List.of(delivery), insert));
      case BATCH ->
          builder.buildBatch(
              RecordReader.text(), BATCH, batch -> processAll(pool, seed, batch, insert));
      case TRANSACTION ->
          builder.buildInTransaction(
              RecordReader.text(), (delivery, c) -> process(seed, delivery, c, insert));
    };
  }

  /** All of them or none, so that a batch that is taken apart repeats nothing. */
  private static void processAll(
      HikariDataSource pool, long seed, List<Delivery<String>> deliveries, String insert)
      throws IOException, SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      for (Delivery<String> delivery : deliveries) {
        process(seed, delivery, connection, insert);
      }
      connection.commit();
    }
  }

  private static void process(
      long seed, Delivery<String> delivery, Connection connection, String insert)
      throws IOException, SQLException {
    String[] parts = delivery.required().split(":", -1);
    int number = Integer.parseInt(parts[1]);
    if (poisonous(seed, number)) {
      throw new IllegalArgumentException("poison " + number);
    }
    if (ThreadLocalRandom.current().nextInt(100) < 5) {
      throw new IOException("transient");
    }
    // long enough for a kill to find records in hand
    LockSupport.parkNanos(1_000_000);
    try (PreparedStatement statement = connection.prepareStatement(insert)) {
      statement.setInt(1, number);
      statement.setString(2, parts[0]);
      statement.executeUpdate();
    }
  }

  /** Only depends on the seed and the record. */
  static boolean poisonous(long seed, int number) {
    return new Random(seed * 31 + number * 0x9E3779B97F4A7C15L).nextInt(100) == 0;
  }
}
