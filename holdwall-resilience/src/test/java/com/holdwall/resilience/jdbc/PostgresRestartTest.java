package com.holdwall.resilience.jdbc;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.holdwall.resilience.Backoff;
import com.holdwall.resilience.Figures;
import com.holdwall.resilience.RetryBudget;
import com.holdwall.servers.PostgresServer;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** PostgreSQL is killed and started again under two hundred callers of one pool. */
@Tag("alone")
class PostgresRestartTest {

  private static final int CALLERS = 200;

  @Test
  void killedAndRestarted_losesNoAcquisitionWithRetries_andBarelyRetriesUnderABudget() {
    Map<String, Number> figures = new LinkedHashMap<>();
    RetryBudget budget = RetryBudget.standard();
    try (PostgresServer server = PostgresServer.launch();
        HikariDataSource pool = pool(server)) {
      Outage bare = outage(server, new Callers(pool, CALLERS));
      RetryingDataSource unlimited = retrying(pool).build();
      Outage retried = outage(server, new Callers(unlimited, CALLERS));
      RetryingDataSource frugal = retrying(pool).budget(budget).build();
      Outage budgeted = outage(server, new Callers(frugal, CALLERS));

      add(figures, "bare", bare, 0);
      add(figures, "retrying", retried, unlimited.counts().retries());
      add(figures, "retryingUnderBudget", budgeted, frugal.counts().retries());
      Figures.write("postgres-restart", figures);

      assertThat(bare.lost()).isPositive();
      assertThat(retried.lost()).isZero();
      assertThat(unlimited.counts().retries()).isPositive();
      assertThat(frugal.counts().retries()).isLessThan(unlimited.counts().retries());
    }
  }

  /** What one outage cost: calls without a connection, calls served, and the way back. */
  private record Outage(long lost, long served, long toFullServiceMillis) {}

  private static Outage outage(PostgresServer server, Callers callers) {
    try (callers) {
      await().atMost(ofSeconds(20)).until(() -> callers.allServedSince(0));
      server.kill();
      long down = System.nanoTime();
      await().pollDelay(ofMillis(2500)).until(() -> !server.isRunning());
      server.start();
      assertThat(System.nanoTime() - down).isGreaterThan(ofSeconds(2).toNanos());
      long up = System.nanoTime();
      long mark = callers.now();
      await()
          .pollInterval(ofMillis(10))
          .atMost(ofSeconds(30))
          .until(() -> callers.allServedSince(mark));
      long back = (System.nanoTime() - up) / 1_000_000;
      return new Outage(callers.lost(), callers.served(), back);
    }
  }

  private static void add(Map<String, Number> figures, String name, Outage outage, long retries) {
    figures.put(name + "CallsLost", outage.lost());
    figures.put(name + "CallsServed", outage.served());
    figures.put(name + "Retries", retries);
    figures.put(name + "MsToFullService", outage.toFullServiceMillis());
  }

  private static RetryingDataSourceBuilder retrying(HikariDataSource pool) {
    return RetryingDataSource.builder(pool)
        .backoff(Backoff.exponential(ofMillis(100)).withCap(ofSeconds(1)))
        .maxAttempts(50)
        .deadline(ofSeconds(20));
  }

  private static HikariDataSource pool(PostgresServer server) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(server.jdbcUrl());
    config.setUsername(server.username());
    config.setPassword(server.password());
    config.addDataSourceProperty("connectTimeout", "1");
    config.addDataSourceProperty("socketTimeout", "2");
    config.setMaximumPoolSize(10);
    config.setConnectionTimeout(1_000);
    return new HikariDataSource(config);
  }
}
