package com.holdwall.probes.jdbc;

import static com.holdwall.probes.jdbc.ProbedPool.EXHAUSTED;
import static com.holdwall.probes.jdbc.ProbedPool.REFUSED;
import static com.holdwall.probes.jdbc.ProbedPool.TIMING_OUT;
import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.HealthReport;
import com.holdwall.probes.ProbeHealth;
import com.holdwall.probes.jdbc.Pools.Leak;
import com.holdwall.probes.jdbc.Pools.Load;
import com.holdwall.runbook.Evidence;
import com.holdwall.runbook.Status;
import com.holdwall.runbook.SymptomId;
import com.holdwall.servers.Fault;
import com.holdwall.servers.PostgresServer;
import java.sql.Connection;
import java.time.Duration;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real pool on a real server with real faults, checked every second. */
class DatabaseProbeTest {

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private static PostgresServer server;

  private ProbedPool probed;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.launch();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void startProbe() {
    probed = new ProbedPool(server, INTERVAL, probe -> probe);
  }

  @AfterEach
  void stopProbe() {
    probed.close();
    server.thaw();
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(ProbedPool.PATIENCE);
  }

  private ProbeHealth health() {
    return probed.health();
  }

  /** Until one report shows it all: on a busy machine a single check may see something else. */
  private void awaitObserved(
      SymptomId symptom, DatabaseFinding finding, Status status, Consumer<Evidence> asserted) {
    await()
        .untilAsserted(
            () -> {
              HealthReport now = probed.registry.health();
              assertThat(now.probe("database").finding()).contains(finding.name());
              assertThat(now.probe("database").status()).isEqualTo(status);
              assertThat(ProbedPool.observed(now, symptom))
                  .hasValueSatisfying(observed -> asserted.accept(observed.evidence()));
            });
  }

  private void awaitHealthyAgain() {
    await().until(probed::healthy);
  }

  @Test
  void pool_exhaustedByBusyThreads_isObservedAsExhaustedNotLeaking() throws Exception {
    try (Load load = new Load(probed.pool, 3 * Pools.SIZE, "select pg_sleep(1)")) {
      awaitObserved(
          EXHAUSTED,
          DatabaseFinding.POOL_EXHAUSTED,
          Status.DEGRADED,
          evidence -> {
            assertThat(evidence.value()).isGreaterThanOrEqualTo(1);
            assertThat(evidence.threshold()).isEqualTo(1);
            assertThat(evidence.unit()).isEqualTo("threads");
            assertThat(evidence.samples()).isGreaterThanOrEqualTo(2);
            assertThat(evidence.window()).isPositive();
            assertThat(evidence.detail()).contains("4 of 4 connections in use");
          });
    }
    awaitHealthyAgain();
  }

  @Test
  void pool_whoseConnectionsAreHeldWithoutUse_isObservedAsLeaking() throws Exception {
    try (Leak leak = new Leak(probed.pool);
        Load load = new Load(probed.pool, 2, "select 1")) {
      awaitObserved(
          EXHAUSTED,
          DatabaseFinding.POOL_LEAKING,
          Status.DEGRADED,
          evidence -> {
            assertThat(evidence.value()).isEqualTo(4);
            assertThat(evidence.threshold()).isEqualTo(2);
            assertThat(evidence.detail())
                .contains("the server sees them idle for more than 500 ms");
          });
    }
    awaitHealthyAgain();
  }

  @Test
  void database_thatIsKilled_isObservedAsRefused_andRecoversAfterARestart() {
    server.kill();
    try {
      // Behind a proxy a dead server shows as a connection that breaks; in front of it as refused.
      awaitObserved(
          REFUSED,
          DatabaseFinding.REFUSED,
          Status.DOWN,
          evidence -> assertThat(evidence.detail()).contains("SQLState 08"));
    } finally {
      server.restart();
    }
    awaitHealthyAgain();
  }

  @Test
  void database_whoseAddressRefuses_isObservedAsRefusedByConnectException() {
    probed.proxy.inject(new Fault.Reset());
    probed.proxy.inject(new Fault.Refuse());
    awaitObserved(
        REFUSED,
        DatabaseFinding.REFUSED,
        Status.DOWN,
        evidence -> assertThat(evidence.detail()).contains("ConnectException"));
    probed.proxy.heal();
    awaitHealthyAgain();
  }

  @Test
  void database_thatIsFrozen_isObservedAsUnreachable_andRecoversWhenThawed() {
    server.freeze();
    awaitObserved(
        TIMING_OUT,
        DatabaseFinding.UNREACHABLE,
        Status.DOWN,
        evidence -> {
          assertThat(evidence.value()).isGreaterThanOrEqualTo(evidence.threshold());
          assertThat(evidence.threshold()).isEqualTo(700);
        });
    server.thaw();
    awaitHealthyAgain();
  }

  @Test
  void database_behindASlowNetwork_isObservedAsSlow() {
    probed.proxy.inject(new Fault.Delay(Duration.ofMillis(300), Duration.ofMillis(300)));
    awaitObserved(
        TIMING_OUT,
        DatabaseFinding.SLOW,
        Status.DEGRADED,
        evidence -> {
          assertThat(evidence.value()).isBetween(600.0, 700.0);
          assertThat(evidence.threshold()).isEqualTo(500);
        });
    probed.proxy.heal();
    awaitHealthyAgain();
  }

  @Test
  void diagnosis_ofAKilledDatabase_namesTheRunbookFirst_withTheStepsDone() {
    server.kill();
    try {
      awaitObserved(REFUSED, DatabaseFinding.REFUSED, Status.DOWN, evidence -> {});
      await()
          .untilAsserted(
              () ->
                  assertThat(probed.registry.diagnose().ranked())
                      .first()
                      .satisfies(
                          first -> {
                            assertThat(first.runbook().id().value())
                                .isEqualTo("database-connection-issues");
                            assertThat(first.executed()).isNotEmpty();
                          }));
    } finally {
      server.restart();
    }
  }

  @Test
  void connection_whilePooledOnesWork_butNewOnesHang_isToldApart() throws Exception {
    probed.close();
    probed = new ProbedPool(server, INTERVAL, probe -> probe.reconnectAfter(Duration.ofMillis(1)));
    await().until(() -> health().checks() > 2);
    server.freezePostmasterOnly();
    await()
        .untilAsserted(
            () -> {
              ProbeHealth now = health();
              assertThat(now.finding()).contains("CONNECT_HANGS");
              assertThat(now.status()).isEqualTo(Status.DEGRADED);
            });
    try (Connection pooled = probed.pool.getConnection()) {
      assertThat(pooled.isValid(2)).isTrue();
    }
    server.thaw();
    await().until(() -> health().status() == Status.UP);
  }
}
