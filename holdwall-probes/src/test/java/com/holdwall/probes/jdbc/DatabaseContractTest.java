package com.holdwall.probes.jdbc;

import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.contract.FaultCell;
import com.holdwall.probes.contract.ProbeBench;
import com.holdwall.probes.contract.ProbeContract;
import com.holdwall.probes.contract.ProxiedBench;
import com.holdwall.servers.PostgresOptions;
import com.holdwall.servers.PostgresServer;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** The database probe keeps the contract of all probes, on a real PostgreSQL. */
class DatabaseContractTest extends ProbeContract {

  @Override
  protected ProbeBench launch() {
    return new PostgresBench();
  }

  private static final class PostgresBench extends ProxiedBench<PostgresServer> {

    private static final String PASSWORD = "the-first-one";

    private String now = PASSWORD;

    PostgresBench() {
      super("PostgreSQL", PostgresServer.launch(PostgresOptions.defaults().withPassword(PASSWORD)));
    }

    @Override
    public Probe probe(ProbeSettings settings) {
      HikariDataSource pool = Pools.pool(server(), proxy().port());
      DatabaseProbe probe =
          DatabaseProbe.builder(pool)
              .settings(settings)
              .slowAfter(Duration.ofMillis(100))
              .reconnectAfter(settings.interval())
              .build();
      return new WithItsPool(probe, pool);
    }

    @Override
    public String whenRefused() {
      return ProbedPool.REFUSED.toString();
    }

    @Override
    public String whenHanging() {
      return ProbedPool.TIMING_OUT.toString();
    }

    @Override
    public List<FaultCell> more() {
      return List.of(
          slow(ProbedPool.TIMING_OUT.toString(), Duration.ofMillis(60)),
          wrongCredentials(
              ProbedPool.REFUSED.toString(),
              () -> password("another-one"),
              () -> password(PASSWORD)));
    }

    private void password(String changed) {
      try (Connection connection =
              DriverManager.getConnection(server().jdbcUrl(), server().username(), now);
          Statement statement = connection.createStatement()) {
        statement.execute("alter user postgres password '" + changed + "'");
        now = changed;
      } catch (SQLException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** Closes the pool after the probe: what is left at the proxy then was leaked. */
  private static final class WithItsPool extends ForwardingProbe {

    private final HikariDataSource pool;

    WithItsPool(DatabaseProbe probe, HikariDataSource pool) {
      super(probe);
      this.pool = pool;
    }

    @Override
    public void close() {
      super.close();
      pool.close();
    }
  }
}
