package com.holdwall.resilience.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;

/** So many threads that each get a connection, ask the database, and think for a moment. */
final class Callers implements AutoCloseable {

  private final DataSource source;
  private final ExecutorService threads;
  private final AtomicLongArray lastServedStart;
  private final LongAdder served = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final long origin = System.nanoTime();
  private volatile boolean closed;

  Callers(DataSource source, int count) {
    this.source = source;
    this.threads = Executors.newFixedThreadPool(count);
    this.lastServedStart = new AtomicLongArray(count);
    for (int i = 0; i < count; i++) {
      int caller = i;
      threads.execute(() -> call(caller));
    }
  }

  private void call(int caller) {
    while (!closed) {
      long start = now();
      try (Connection connection = source.getConnection()) {
        ask(connection);
        lastServedStart.set(caller, start);
        served.increment();
      } catch (SQLException noConnection) {
        if (!closed) {
          lost.increment();
        }
      }
      think();
    }
  }

  /** A statement that the kill cuts off is not retried and not counted: only getting one is. */
  private static void ask(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      statement.execute("select 1");
    } catch (SQLException cutOff) {
      assert cutOff.getMessage() != null;
    }
  }

  private static void think() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /** Nanoseconds since these callers were made, more than zero. */
  long now() {
    return System.nanoTime() - origin + 1;
  }

  /** True if each caller was served with a call that it began after {@code mark}. */
  boolean allServedSince(long mark) {
    for (int i = 0; i < lastServedStart.length(); i++) {
      if (lastServedStart.get(i) <= mark) {
        return false;
      }
    }
    return true;
  }

  long served() {
    return served.sum();
  }

  long lost() {
    return lost.sum();
  }

  @Override
  public void close() {
    closed = true;
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(30, TimeUnit.SECONDS)) {
        throw new AssertionError("callers still run");
      }
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
    }
  }
}
