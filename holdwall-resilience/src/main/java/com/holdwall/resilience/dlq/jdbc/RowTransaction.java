package com.holdwall.resilience.dlq.jdbc;

import com.holdwall.resilience.internal.Nanos;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * What a handler does on a connection and the end of its record, in one transaction. The row stays
 * locked meanwhile, so that no other worker gets it even if the lease runs out; the server ends the
 * transaction when it idles, or one of its statements runs, for longer than the limit.
 */
final class RowTransaction {

  /** What is done within the transaction. */
  @FunctionalInterface
  interface Work {
    void on(Connection connection) throws Exception;
  }

  private static final String LIMIT =
      "select set_config('statement_timeout', ?, true),"
          + " set_config('idle_in_transaction_session_timeout', ?, true)";

  private static final String LOCK =
      "select id from ${queue} where id = ? and owner = ? for update";

  private static final String END = "delete from ${queue} where id = ?";

  private final DataSource source;
  private final String owner;
  private final int limitMillis;
  private final String lock;
  private final String end;

  RowTransaction(DataSource source, QueueTable table, String owner, Duration limit) {
    this.source = source;
    this.owner = owner;
    this.limitMillis =
        (int) Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(Nanos.of(limit)));
    this.lock = table.sql(LOCK);
    this.end = table.sql(END);
  }

  /**
   * Runs the work and ends the record.
   *
   * @throws LeaseLostException if the record is not this worker's any more
   * @throws Exception what the work threw, or a failure of the database
   */
  void run(Row row, Work work) throws Exception {
    // a little longer than the server's own limits, so that it is the server that says why
    int patience = limitMillis > Integer.MAX_VALUE - 1_000 ? limitMillis : limitMillis + 1_000;
    try (Connection connection = source.getConnection();
        Borrowed borrowed = Borrowed.of(connection, false, patience)) {
      begin(borrowed.connection(), row);
      work.on(HandlerConnection.of(borrowed.connection()));
      try (PreparedStatement statement = connection.prepareStatement(end)) {
        statement.setLong(1, row.id());
        statement.executeUpdate();
      }
      connection.commit();
    }
  }

  private void begin(Connection connection, Row row) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LIMIT)) {
      statement.setString(1, Integer.toString(limitMillis));
      statement.setString(2, Integer.toString(limitMillis));
      statement.execute();
    }
    try (PreparedStatement statement = connection.prepareStatement(lock)) {
      statement.setLong(1, row.id());
      statement.setString(2, owner);
      try (ResultSet mine = statement.executeQuery()) {
        if (!mine.next()) {
          throw new LeaseLostException(row);
        }
      }
    }
  }
}
