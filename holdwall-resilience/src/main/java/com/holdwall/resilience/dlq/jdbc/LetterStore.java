package com.holdwall.resilience.dlq.jdbc;

import com.holdwall.resilience.dlq.RawHeader;
import com.holdwall.resilience.dlq.redrive.Letter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The statements on the dead letters' table. Each is a transaction of its own. */
final class LetterStore {

  /** How many letters one statement reads or deletes at most. */
  static final int PAGE = 1_000;

  private static final String READ =
      "select id, dead_at, key, value, header_names, header_values from ${dead}"
          + " where topic = ? and not parked and id > ? and id <= ? order by id limit ?";

  private static final String LAST =
      "select coalesce(max(id), 0) from ${dead} where topic = ? and not parked";

  private static final String COUNT_AFTER =
      "select count(*) from ${dead} where topic = ? and not parked and id > ?";

  /** Who comes second finds nothing to move. */
  private static final String PUT_BACK =
      """
      with gone as (
        delete from ${dead} where id = ? and not parked returning topic, key, value)
      insert into ${queue} (topic, key, value, header_names, header_values)
      select gone.topic, gone.key, gone.value, ?, ? from gone
      """;

  private static final String PARK = "update ${dead} set parked = true where id = ? and not parked";

  private static final String DELETE =
      """
      delete from ${dead} where id in (
        select id from ${dead}
         where topic = ? and dead_at <= now() - ? * interval '1 millisecond' order by id limit ?)
      """;

  private final Connection connection;
  private final QueueTable table;

  LetterStore(Connection connection, QueueTable table) {
    this.connection = connection;
    this.table = table;
  }

  /** The number of the last letter; 0 if there is none. */
  long last(String topic) throws SQLException {
    try (PreparedStatement statement = prepare(LAST)) {
      statement.setString(1, topic);
      return number(statement);
    }
  }

  /** How many letters have come since. */
  long countAfter(String topic, long id) throws SQLException {
    try (PreparedStatement statement = prepare(COUNT_AFTER)) {
      statement.setString(1, topic);
      statement.setLong(2, id);
      return number(statement);
    }
  }

  private static long number(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /** The letters after {@code after} and up to {@code upTo}, at most so many. */
  List<Letter> read(String topic, long after, long upTo, int most) throws SQLException {
    List<Letter> letters = new ArrayList<>();
    try (PreparedStatement statement = prepare(READ)) {
      statement.setString(1, topic);
      statement.setLong(2, after);
      statement.setLong(3, upTo);
      statement.setInt(4, most);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          letters.add(
              new Letter(
                  table.deadName(),
                  0,
                  rows.getLong(1),
                  rows.getTimestamp(2).toInstant(),
                  rows.getBytes(3),
                  rows.getBytes(4),
                  HeaderArrays.get(rows, 5)));
        }
      }
    }
    return letters;
  }

  /** Moves a letter to the queue. {@return false if it is not there any more} */
  boolean putBack(long id, List<RawHeader> headers) throws SQLException {
    try (PreparedStatement statement = prepare(PUT_BACK)) {
      statement.setLong(1, id);
      HeaderArrays.set(statement, 2, headers);
      return statement.executeUpdate() == 1;
    }
  }

  /** Puts a letter aside. {@return false if it is not there any more} */
  boolean park(long id) throws SQLException {
    try (PreparedStatement statement = prepare(PARK)) {
      statement.setLong(1, id);
      return statement.executeUpdate() == 1;
    }
  }

  /** Deletes the oldest letters. {@return how many} */
  int delete(String topic, Duration age) throws SQLException {
    try (PreparedStatement statement = prepare(DELETE)) {
      statement.setString(1, topic);
      statement.setLong(2, age.toMillis());
      statement.setInt(3, PAGE);
      return statement.executeUpdate();
    }
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    return connection.prepareStatement(table.sql(sql));
  }
}
