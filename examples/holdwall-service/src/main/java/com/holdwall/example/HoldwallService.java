package com.holdwall.example;

import com.holdwall.probes.HealthListener;
import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.jdbc.DatabaseProbe;
import com.holdwall.resilience.Backoff;
import com.holdwall.resilience.jdbc.RetryingDataSource;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;

/** A service with a pool, a guarded data source over it, and a probe beside it. */
final class HoldwallService implements AutoCloseable {

  /** The runbook's own default for {@code DATABASE_POOL_SIZE}. */
  static final int POOL_SIZE = 10;

  private final HikariDataSource pool;
  private final RetryingDataSource database;
  private final ProbeRegistry registry;

  HoldwallService(String jdbcUrl, String username, Duration interval, HealthListener listener) {
    pool = pool(jdbcUrl, username);
    database =
        RetryingDataSource.builder(pool)
            .backoff(Backoff.exponential(Duration.ofMillis(100)).withCap(Duration.ofSeconds(1)))
            .maxAttempts(6)
            .deadline(Duration.ofSeconds(10))
            .build();
    registry =
        ProbeRegistry.builder()
            .service("holdwall-app")
            .register(
                DatabaseProbe.builder(pool)
                    .settings(ProbeSettings.every(interval))
                    .leakAfter(Duration.ofSeconds(1))
                    .build())
            .listener(listener)
            .build()
            .start();
  }

  private static HikariDataSource pool(String jdbcUrl, String username) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("holdwall");
    config.setJdbcUrl(jdbcUrl);
    config.setUsername(username);
    config.setMaximumPoolSize(POOL_SIZE);
    config.setMinimumIdle(POOL_SIZE);
    config.setConnectionTimeout(1_000);
    config.setValidationTimeout(500);
    config.addDataSourceProperty("connectTimeout", "2");
    config.addDataSourceProperty("socketTimeout", "5");
    config.addDataSourceProperty("cancelSignalTimeout", "1");
    return new HikariDataSource(config);
  }

  HikariDataSource pool() {
    return pool;
  }

  RetryingDataSource database() {
    return database;
  }

  ProbeRegistry registry() {
    return registry;
  }

  @Override
  public void close() {
    registry.close();
    pool.close();
  }
}
