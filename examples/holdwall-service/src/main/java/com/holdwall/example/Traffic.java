package com.holdwall.example;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** Clients that ask a data source the same question again and again, until closed. */
final class Traffic implements AutoCloseable {

  /**
   * How many requests have been answered and have failed.
   *
   * @param answered with a row
   * @param failed with an exception
   */
  record Counts(long answered, long failed) {

    Counts since(Counts before) {
      return new Counts(answered - before.answered, failed - before.failed);
    }
  }

  private final LongAdder answered = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final ExecutorService clients;
  private final long pauseNanos;
  private volatile boolean closed;

  Traffic(DataSource source, int clients, String sql, long pauseMillis) {
    this.pauseNanos = TimeUnit.MILLISECONDS.toNanos(pauseMillis);
    this.clients =
        Executors.newFixedThreadPool(
            clients,
            task -> {
              Thread thread = new Thread(task, "client");
              thread.setDaemon(true);
              return thread;
            });
    for (int i = 0; i < clients; i++) {
      this.clients.execute(() -> run(source, sql));
    }
  }

  private void run(DataSource source, String sql) {
    while (!closed) {
      try (Connection connection = source.getConnection();
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(sql)) {
        row.next();
        answered.increment();
      } catch (SQLException failure) {
        failed.increment();
      }
      LockSupport.parkNanos(pauseNanos);
    }
  }

  Counts counts() {
    return new Counts(answered.sum(), failed.sum());
  }

  /** Stops the clients, and waits for at most ten seconds for the last of their requests. */
  @Override
  public void close() {
    closed = true;
    clients.shutdown();
    try {
      if (!clients.awaitTermination(10, TimeUnit.SECONDS)) {
        clients.shutdownNow();
      }
    } catch (InterruptedException interrupted) {
      clients.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
