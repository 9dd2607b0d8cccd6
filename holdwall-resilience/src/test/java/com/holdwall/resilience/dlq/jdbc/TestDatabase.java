package com.holdwall.resilience.dlq.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.servers.PostgresServer;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** A real PostgreSQL with a pool, and fresh tables in it. */
final class TestDatabase implements AutoCloseable {

  private static final AtomicInteger NUMBER = new AtomicInteger();

  final PostgresServer server;
  final HikariDataSource pool;

  TestDatabase() {
    this(Duration.ofSeconds(30));
  }

  /**
   * {@code patience}: how long a connection is waited for; a machine under load makes them slowly.
   */
  TestDatabase(Duration patience) {
    this.server = PostgresServer.launch();
    this.pool = pool(server.jdbcUrl(), "postgres", patience);
  }

  static HikariDataSource pool(String url, String user, Duration patience) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.addDataSourceProperty("connectTimeout", "1");
    config.setMaximumPoolSize(16);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(patience.toMillis());
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  /** A queue in tables of its own. */
  JdbcQueue queue() throws SQLException {
    return JdbcQueue.in(pool, null, "queue_" + NUMBER.incrementAndGet()).createTable();
  }

  void fill(JdbcQueue queue, int count, IntFunction<Message> message) throws SQLException {
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      messages.add(message.apply(i));
    }
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      queue.sendAll(connection, messages);
      connection.commit();
    }
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first column of a query, as text. */
  List<String> column(String sql, Object... parameters) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          values.add(rows.getString(1));
        }
      }
    }
    return values;
  }

  long count(String sql) throws SQLException {
    return Long.parseLong(column(sql).get(0));
  }

  /** What a worker leases, by id. */
  static List<Row> claim(RowStore store, Connection connection, String topic, int most)
      throws SQLException {
    List<Row> rows = new ArrayList<>();
    int count = store.claim(connection, topic, most, new byte[] {(byte) 0x80}, rows::add);
    assertThat(rows).hasSize(count);
    rows.sort(Comparator.comparingLong(Row::id));
    return rows;
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @Override
  public void close() {
    pool.close();
    server.close();
  }
}
