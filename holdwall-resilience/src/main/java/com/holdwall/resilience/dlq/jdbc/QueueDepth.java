package com.holdwall.resilience.dlq.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/**
 * What a topic has in the tables, at one moment. Immutable.
 *
 * @param due records that could be processed now, or wait for an earlier one of their key only
 * @param delayed records that are due later
 * @param leased records that a worker has
 * @param dead dead letters, parked ones not included
 * @param parked dead letters that were put back often enough
 * @param oldestAge how long the oldest record that is due or leased has been in the queue; zero if
 *     there is none
 */
public record QueueDepth(
    long due, long delayed, long leased, long dead, long parked, Duration oldestAge) {

  private static final String SQL =
      """
      select
        count(*) filter (where visible_at <= now()),
        count(*) filter (where visible_at > now() and owner is null),
        count(*) filter (where visible_at > now() and owner is not null),
        (select count(*) from ${dead} d where d.topic = ? and not d.parked),
        (select count(*) from ${dead} d where d.topic = ? and d.parked),
        coalesce(extract(epoch from
            now() - min(created_at) filter (where visible_at <= now() or owner is not null)), 0)
      from ${queue} where topic = ?
      """;

  static QueueDepth read(Connection connection, QueueTable table, String topic)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(table.sql(SQL))) {
      for (int i = 1; i <= 3; i++) {
        statement.setString(i, topic);
      }
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        long millis = Math.max(0, (long) (row.getDouble(6) * 1_000));
        return new QueueDepth(
            row.getLong(1),
            row.getLong(2),
            row.getLong(3),
            row.getLong(4),
            row.getLong(5),
            Duration.ofMillis(millis));
      }
    }
  }
}
