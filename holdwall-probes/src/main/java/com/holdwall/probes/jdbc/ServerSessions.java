package com.holdwall.probes.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * What the server says its sessions of this user and database are doing. Asked only while the pool
 * is exhausted. PostgreSQL: a user sees the state of its own sessions without any grant.
 *
 * @param busy sessions that execute something now
 * @param heldIdle sessions without work for longer than asked
 */
record ServerSessions(int busy, int heldIdle) {

  private static final String POSTGRESQL =
      "select count(*) filter (where state in ('active', 'fastpath function call')),"
          + " count(*) filter (where state like 'idle%'"
          + " and state_change < clock_timestamp() - make_interval(secs => ?)),"
          + " count(*) filter (where state is null or state = 'disabled')"
          + " from pg_stat_activity where usename = current_user"
          + " and datname = current_database() and pid <> pg_backend_pid()"
          + " and backend_type = 'client backend'";

  /** Empty where the server cannot be asked, or does not track what its sessions do. */
  static Optional<ServerSessions> of(Connection connection, Duration idleFor, int timeoutSeconds)
      throws SQLException {
    if (!connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
      return Optional.empty();
    }
    try (PreparedStatement query = connection.prepareStatement(POSTGRESQL)) {
      query.setQueryTimeout(timeoutSeconds);
      query.setDouble(1, idleFor.toMillis() / 1_000.0);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        boolean tracked = row.getInt(3) == 0;
        return tracked
            ? Optional.of(new ServerSessions(row.getInt(1), row.getInt(2)))
            : Optional.empty();
      }
    }
  }

  /**
   * How many of the pool's connections the application holds without use: those in use that are not
   * busy at the server, but no more than sessions that were idle long enough. Another process's
   * busy sessions only make this smaller.
   */
  int heldBy(PoolReading pool) {
    return Math.max(0, Math.min(pool.active() - busy, heldIdle));
  }
}
