package com.holdwall.probes.jdbc;

import com.holdwall.servers.PostgresServer;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Pools on a real server, and real load on them. */
final class Pools {

  static final int SIZE = 4;

  private Pools() {}

  static HikariDataSource pool(PostgresServer server, int port) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(server.jdbcUrl(port));
    config.setUsername(server.username());
    config.setPassword(server.password());
    config.setMaximumPoolSize(SIZE);
    config.setMinimumIdle(SIZE);
    config.setConnectionTimeout(Duration.ofSeconds(2).toMillis());
    config.setValidationTimeout(Duration.ofSeconds(1).toMillis());
    config.setInitializationFailTimeout(-1);
    config.addDataSourceProperty("socketTimeout", "3");
    config.addDataSourceProperty("connectTimeout", "2");
    config.addDataSourceProperty("cancelSignalTimeout", "1");
    config.addDataSourceProperty("ApplicationName", "holdwall-test");
    return new HikariDataSource(config);
  }

  /** Threads that keep a pool busy with the same statement until they are closed. */
  static final class Load implements AutoCloseable {

    private final ExecutorService threads;
    private volatile boolean stop;

    Load(HikariDataSource pool, int clients, String sql) {
      threads = Executors.newFixedThreadPool(clients);
      for (int i = 0; i < clients; i++) {
        threads.execute(() -> run(pool, sql));
      }
    }

    private void run(HikariDataSource pool, String sql) {
      while (!stop) {
        try (Connection connection = pool.getConnection();
            Statement statement = connection.createStatement();
            ResultSet rows = statement.executeQuery(sql)) {
          rows.next();
        } catch (SQLException theFaultUnderTest) {
          Thread.onSpinWait();
        }
      }
    }

    @Override
    public void close() {
      stop = true;
      threads.shutdownNow();
      Awaitility.await().atMost(60, TimeUnit.SECONDS).until(threads::isTerminated);
    }
  }

  /** Borrows every connection and gives none back, until closed. */
  static final class Leak implements AutoCloseable {

    private final List<Connection> held = new ArrayList<>();

    Leak(HikariDataSource pool) throws SQLException {
      for (int i = 0; i < SIZE; i++) {
        held.add(pool.getConnection());
      }
    }

    @Override
    public void close() throws SQLException {
      for (Connection connection : held) {
        connection.close();
      }
    }
  }
}
