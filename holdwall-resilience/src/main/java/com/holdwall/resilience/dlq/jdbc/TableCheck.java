package com.holdwall.resilience.dlq.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Looks whether the tables have the columns that the statements name. */
final class TableCheck {

  private static final Map<String, String> QUEUE =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("id", "bigint"),
              Map.entry("topic", "text"),
              Map.entry("key", "bytea"),
              Map.entry("value", "bytea"),
              Map.entry("header_names", "text[]"),
              Map.entry("header_values", "bytea[]"),
              Map.entry("created_at", "timestamp with time zone"),
              Map.entry("visible_at", "timestamp with time zone"),
              Map.entry("owner", "text"),
              Map.entry("ordered", "boolean"),
              Map.entry("step", "integer"),
              Map.entry("claims", "integer"),
              Map.entry("attempts", "integer"),
              Map.entry("first_failed_at", "timestamp with time zone"),
              Map.entry("first_error", "text"),
              Map.entry("last_failed_at", "timestamp with time zone"),
              Map.entry("last_error", "text"),
              Map.entry("last_error_class", "text"),
              Map.entry("last_error_stage", "text"),
              Map.entry("key_hash", "bytea")));

  private static final Map<String, String> DEAD =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("id", "bigint"),
              Map.entry("topic", "text"),
              Map.entry("record_id", "bigint"),
              Map.entry("consumer_group", "text"),
              Map.entry("key", "bytea"),
              Map.entry("value", "bytea"),
              Map.entry("header_names", "text[]"),
              Map.entry("header_values", "bytea[]"),
              Map.entry("dead_at", "timestamp with time zone"),
              Map.entry("error_class", "text"),
              Map.entry("error_stage", "text"),
              Map.entry("parked", "boolean")));

  /** The catalog's own table: it shows columns that this user may not read, too. */
  private static final String COLUMNS =
      "select attname, format_type(atttypid, atttypmod) from pg_catalog.pg_attribute"
          + " where attrelid = to_regclass(?) and attnum > 0 and not attisdropped";

  private final QueueTable table;

  TableCheck(QueueTable table) {
    this.table = table;
  }

  void run(Sessions sessions) throws QueueException {
    Map<String, Map<String, String>> found = new HashMap<>();
    sessions.call(
        "the tables of " + table + " cannot be looked at",
        connection -> {
          found.put(table.queue(), columns(connection, table.queue()));
          return found.put(table.dead(), columns(connection, table.dead()));
        });
    require(table.queue(), found.getOrDefault(table.queue(), Map.of()), QUEUE);
    require(table.dead(), found.getOrDefault(table.dead(), Map.of()), DEAD);
  }

  private static Map<String, String> columns(Connection connection, String name)
      throws SQLException {
    Map<String, String> columns = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setString(1, name);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          columns.put(rows.getString(1), rows.getString(2));
        }
      }
    }
    return columns;
  }

  private static void require(String name, Map<String, String> found, Map<String, String> wanted) {
    if (found.isEmpty()) {
      throw new TableSetupException(
          "table " + name + " is missing: run JdbcQueue.ddl(), or JdbcQueue.createTable()");
    }
    wanted.forEach(
        (column, type) -> {
          String actual = found.get(column);
          if (actual == null) {
            throw new TableSetupException(
                "table " + name + " has no column " + column + " (" + type + ")");
          }
          if (!actual.equals(type)) {
            throw new TableSetupException(
                "column "
                    + column
                    + " of table "
                    + name
                    + " must be "
                    + type
                    + ", but is "
                    + actual);
          }
        });
  }
}
