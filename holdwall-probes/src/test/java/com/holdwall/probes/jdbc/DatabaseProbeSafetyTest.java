package com.holdwall.probes.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeHealth;
import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.runbook.Status;
import com.holdwall.servers.PostgresOptions;
import com.holdwall.servers.PostgresServer;
import com.zaxxer.hikari.HikariDataSource;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/** The probe does not make an outage worse, and tells no secret. */
class DatabaseProbeSafetyTest {

  private static final Duration SHORT = Duration.ofMillis(100);

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(5));
  }

  @Test
  void aHundredChecks_ofAFrozenServer_leaveAtMostOneStuckThread_andNoExtraConnection()
      throws SQLException {
    AtomicInteger rounds = new AtomicInteger();
    AtomicInteger mostThreads = new AtomicInteger();
    try (PostgresServer server = PostgresServer.launch();
        HikariDataSource pool = Pools.pool(server, server.port())) {
      Probe probe = DatabaseProbe.builder(pool).settings(ProbeSettings.every(SHORT)).build();
      try (ProbeRegistry registry =
          ProbeRegistry.builder().register(new CountedProbe(probe, rounds)).build().start()) {
        await().until(() -> registry.health().status() == Status.UP);
        await().until(() -> pool.getHikariPoolMXBean().getTotalConnections() == Pools.SIZE);
        server.freeze();
        int before = rounds.get();
        await()
            .until(
                () -> {
                  mostThreads.accumulateAndGet(threadsInACheck(), Math::max);
                  return rounds.get() >= before + 100;
                });
        assertThat(mostThreads.get()).isEqualTo(1);
        server.thaw();
        await().until(() -> registry.health().status() == Status.UP);
        await()
            .ignoreExceptionsInstanceOf(SQLException.class)
            .until(() -> probeConnections(pool) == 1);
      }
      await()
          .ignoreExceptionsInstanceOf(SQLException.class)
          .until(() -> threadsInACheck() == 0 && probeConnections(pool) == 0);
    }
  }

  /** Threads that are in a check right now, or hang in one. */
  private static int threadsInACheck() {
    return (int)
        Thread.getAllStackTraces().values().stream()
            .filter(
                stack ->
                    Arrays.stream(stack)
                        .anyMatch(
                            frame ->
                                frame.getClassName().equals(DatabaseProbe.class.getName())
                                    && frame.getMethodName().equals("check")))
            .count();
  }

  private static int probeConnections(HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select count(*) from pg_stat_activity"
                    + " where application_name = 'holdwall-database-probe'")) {
      row.next();
      return row.getInt(1);
    }
  }

  @Test
  void wrongPassword_isRejected_andAppearsNowhere() {
    String canary = "canary-4b1f-hunter2";
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    // The registry adds to it while the test does.
    List<Object> said = new CopyOnWriteArrayList<>();
    try (AutoCloseableLog log = new AutoCloseableLog(printed);
        PostgresServer server =
            PostgresServer.launch(PostgresOptions.defaults().withPassword("the-right-one"));
        HikariDataSource pool = Pools.pool(server, server.port())) {
      pool.setPassword(canary);
      try (ProbeRegistry registry =
          ProbeRegistry.builder()
              .register(DatabaseProbe.of(pool), ProbeSettings.every(Duration.ofSeconds(1)))
              .listener(said::add)
              .build()
              .start()) {
        await()
            .untilAsserted(
                () -> {
                  ProbeHealth now = registry.health("database");
                  assertThat(now.summary()).contains("SQLState 28P01");
                  assertThat(now.finding()).contains("REJECTED");
                });
        await().until(() -> !registry.diagnose().ranked().isEmpty());
        said.addAll(List.of(registry.health(), registry.diagnose()));
        said.addAll(List.of(registry.diagnose().toText(), registry.diagnose().toMarkdown()));
      }
    }
    assertThat(said.toString()).contains("REJECTED").doesNotContain(canary);
    assertThat(printed.toString(StandardCharsets.UTF_8)).doesNotContain(canary);
  }

  @Test
  void pool_thatIsClosed_isRefusedAtOnce_andUnknownLater() {
    try (PostgresServer server = PostgresServer.launch()) {
      HikariDataSource pool = Pools.pool(server, server.port());
      try (ProbeRegistry registry =
          ProbeRegistry.builder()
              .register(DatabaseProbe.of(pool), ProbeSettings.every(SHORT))
              .build()
              .start()) {
        await().until(() -> registry.health().status() == Status.UP);
        pool.close();
        await()
            .untilAsserted(
                () -> {
                  ProbeHealth now = registry.health("database");
                  assertThat(now.status()).isEqualTo(Status.UNKNOWN);
                  assertThat(now.summary())
                      .isEqualTo("the pool is closed: there is nothing to look at");
                });
      }
      assertThatThrownBy(() -> DatabaseProbe.of(pool))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("pool '" + pool.getPoolName() + "' must be open, but is closed");
    }
  }

  @Test
  @SuppressWarnings("NullAway") // null on purpose
  void builder_refusesWhatMakesNoSense_byName() {
    assertThatThrownBy(() -> DatabaseProbe.of(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("pool must not be null");
    try (HikariDataSource pool = new HikariDataSource()) {
      assertThatThrownBy(() -> DatabaseProbe.builder(pool).slowAfter(Duration.ZERO))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("slowAfter must be longer than zero, but is PT0S");
      assertThatThrownBy(() -> DatabaseProbe.builder(pool).leakAfter(Duration.ofMillis(-1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("leakAfter must be longer than zero, but is PT-0.001S");
      assertThatThrownBy(() -> DatabaseProbe.builder(pool).settings(null))
          .isInstanceOf(NullPointerException.class)
          .hasMessage("settings must not be null");
    }
  }

  /** Takes everything that is logged and printed. */
  private static final class AutoCloseableLog implements AutoCloseable {

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final Logger root = Logger.getLogger("");
    private final Handler handler;

    AutoCloseableLog(ByteArrayOutputStream to) {
      PrintStream stream = new PrintStream(to, true, StandardCharsets.UTF_8);
      System.setOut(stream);
      System.setErr(stream);
      handler = new StreamHandler(stream, new SimpleFormatter());
      handler.setLevel(Level.ALL);
      root.setLevel(Level.FINE);
      root.addHandler(handler);
    }

    @Override
    public void close() {
      handler.flush();
      root.removeHandler(handler);
      root.setLevel(Level.INFO);
      System.setOut(out);
      System.setErr(err);
    }
  }
}
