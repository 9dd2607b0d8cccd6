package com.holdwall.resilience.dlq.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A connection with other settings than its pool gave it, which it gets back. What is not committed
 * by then is rolled back.
 */
record Borrowed(Connection connection, boolean autoCommit, int networkTimeoutMillis)
    implements AutoCloseable {

  /**
   * Changes the settings.
   *
   * @param timeoutMillis for how long an answer of the server may take
   */
  static Borrowed of(Connection connection, boolean autoCommit, int timeoutMillis)
      throws SQLException {
    Borrowed borrowed =
        new Borrowed(connection, connection.getAutoCommit(), connection.getNetworkTimeout());
    connection.setNetworkTimeout(Runnable::run, timeoutMillis);
    if (borrowed.autoCommit != autoCommit) {
      connection.setAutoCommit(autoCommit);
    }
    return borrowed;
  }

  @Override
  public void close() {
    try {
      if (!connection.getAutoCommit()) {
        connection.rollback();
      }
      connection.setAutoCommit(autoCommit);
      connection.setNetworkTimeout(Runnable::run, networkTimeoutMillis);
    } catch (SQLException broken) {
      // What was to be done is done or has failed by now; a broken connection is its pool's to
      // drop.
    }
  }
}
