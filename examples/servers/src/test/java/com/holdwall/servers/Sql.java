package com.holdwall.servers;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** A real client: one that waits for an answer, and one that soon gives up. */
final class Sql {

  private Sql() {}

  static Connection connect(PostgresServer server) throws SQLException {
    return connect(server, server.port());
  }

  static Connection connect(PostgresServer server, int port) throws SQLException {
    return connect(server, port, server.password());
  }

  static Connection connect(PostgresServer server, int port, String password) throws SQLException {
    return connect(server, port, password, "30");
  }

  /** For who expects no answer: it gives up after two seconds. */
  static Connection impatient(PostgresServer server, int port) throws SQLException {
    return connect(server, port, server.password(), "2");
  }

  private static Connection connect(
      PostgresServer server, int port, String password, String seconds) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", server.username());
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", seconds);
    properties.setProperty("socketTimeout", seconds);
    properties.setProperty("cancelSignalTimeout", "1");
    properties.setProperty("sslmode", "disable");
    properties.setProperty("gssEncMode", "disable");
    return DriverManager.getConnection(server.jdbcUrl(port), properties);
  }

  static String ask(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? rows.getString(1) : "";
    }
  }

  static String ask(PostgresServer server, int port, String query) throws SQLException {
    try (Connection connection = connect(server, port)) {
      return ask(connection, query);
    }
  }

  static void run(PostgresServer server, String statement) throws SQLException {
    try (Connection connection = connect(server);
        Statement run = connection.createStatement()) {
      run.execute(statement);
    }
  }
}
