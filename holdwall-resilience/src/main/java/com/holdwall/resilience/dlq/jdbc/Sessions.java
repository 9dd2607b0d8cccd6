package com.holdwall.resilience.dlq.jdbc;

import com.holdwall.resilience.internal.Nanos;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Borrows connections for the queue's own statements, each of them committed by itself, and bounds
 * how long it waits for an answer. Thread-safe.
 */
final class Sessions {

  /** What is done with a connection. */
  @FunctionalInterface
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  private final DataSource source;
  private final int timeoutMillis;

  Sessions(DataSource source, Duration timeout) {
    this.source = source;
    this.timeoutMillis = millis(timeout);
  }

  private static int millis(Duration timeout) {
    long millis = TimeUnit.NANOSECONDS.toMillis(Nanos.of(timeout));
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, millis));
  }

  /** Works on a connection in auto-commit mode. {@code what} begins the message of a failure. */
  <T> T call(String what, Work<T> work) throws QueueException {
    return call(what, true, work);
  }

  /** Works in one transaction, which is committed when the work returns. */
  <T> T transaction(String what, Work<T> work) throws QueueException {
    return call(
        what,
        false,
        connection -> {
          T answer = work.on(connection);
          connection.commit();
          return answer;
        });
  }

  private <T> T call(String what, boolean autoCommit, Work<T> work) throws QueueException {
    try (Connection connection = source.getConnection();
        Borrowed borrowed = Borrowed.of(connection, autoCommit, timeoutMillis)) {
      return work.on(borrowed.connection());
    } catch (SQLException thrown) {
      throw QueueException.of(what, thrown);
    }
  }
}
