package com.holdwall.probes.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.holdwall.probes.ProbeHealth;
import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.jdbc.Pools.Leak;
import com.holdwall.probes.jdbc.Pools.Load;
import com.holdwall.runbook.Evidence;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.Status;
import com.holdwall.runbook.SymptomId;
import com.holdwall.servers.Fault;
import com.holdwall.servers.FaultProxy;
import com.holdwall.servers.PostgresServer;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real pool on a real server with real faults, checked every second. */
class DatabaseProbeTest {

  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final SymptomId TIMING_OUT = symptom("requests-timing-out");
  private static final SymptomId EXHAUSTED = symptom("pool-exhausted");
  private static final SymptomId REFUSED = symptom("connection-refused");

  private static PostgresServer server;

  private FaultProxy proxy;
  private HikariDataSource pool;
  private ProbeRegistry registry;

  private static SymptomId symptom(String key) {
    return SymptomId.parse("database-connection-issues/" + key);
  }

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
    proxy = FaultProxy.to(server.port());
    pool = Pools.pool(server, proxy.port());
    registry =
        ProbeRegistry.builder()
            .register(
                DatabaseProbe.builder(pool)
                    .settings(ProbeSettings.every(INTERVAL))
                    .leakAfter(Duration.ofMillis(500))
                    .build())
            .build()
            .start();
    await().until(() -> health().status() == Status.UP && pool.getHikariPoolMXBean() != null);
  }

  @AfterEach
  void stopProbe() {
    registry.close();
    pool.close();
    proxy.close();
    server.thaw();
  }

  private ProbeHealth health() {
    return registry.health("database");
  }

  private Optional<Observation.Observed> observed(SymptomId symptom) {
    return registry.health().observations().stream()
        .filter(o -> o.symptom().equals(symptom))
        .filter(Observation.Observed.class::isInstance)
        .map(Observation.Observed.class::cast)
        .findFirst();
  }

  private Evidence awaitObserved(SymptomId symptom, DatabaseFinding finding) {
    await()
        .atMost(Duration.ofSeconds(15))
        .until(
            () ->
                observed(symptom).isPresent()
                    && health().finding().equals(Optional.of(finding.name())));
    return observed(symptom).orElseThrow().evidence();
  }

  private void awaitHealthyAgain() {
    await()
        .atMost(Duration.ofSeconds(15))
        .until(
            () ->
                health().status() == Status.UP
                    && observed(TIMING_OUT).isEmpty()
                    && observed(EXHAUSTED).isEmpty()
                    && observed(REFUSED).isEmpty());
  }

  @Test
  void pool_exhaustedByBusyThreads_isObservedAsExhaustedNotLeaking() throws Exception {
    try (Load load = new Load(pool, 3 * Pools.SIZE, "select pg_sleep(1)")) {
      Evidence evidence = awaitObserved(EXHAUSTED, DatabaseFinding.POOL_EXHAUSTED);
      assertThat(evidence.value()).isGreaterThanOrEqualTo(1);
      assertThat(evidence.threshold()).isEqualTo(1);
      assertThat(evidence.unit()).isEqualTo("threads");
      assertThat(evidence.samples()).isGreaterThanOrEqualTo(2);
      assertThat(evidence.window()).isPositive();
      assertThat(evidence.detail()).contains("4 of 4 connections in use");
      assertThat(health().status()).isEqualTo(Status.DEGRADED);
    }
    awaitHealthyAgain();
  }

  @Test
  void pool_whoseConnectionsAreHeldWithoutUse_isObservedAsLeaking() throws Exception {
    try (Leak leak = new Leak(pool);
        Load load = new Load(pool, 2, "select 1")) {
      Evidence evidence = awaitObserved(EXHAUSTED, DatabaseFinding.POOL_LEAKING);
      assertThat(evidence.value()).isEqualTo(4);
      assertThat(evidence.threshold()).isEqualTo(2);
      assertThat(evidence.detail()).contains("the server sees them idle for more than 500 ms");
    }
    awaitHealthyAgain();
  }

  @Test
  void database_thatIsKilled_isObservedAsRefused_andRecoversAfterARestart() {
    server.kill();
    try {
      // Behind a proxy a dead server shows as a connection that breaks; in front of it as refused.
      Evidence evidence = awaitObserved(REFUSED, DatabaseFinding.REFUSED);
      assertThat(evidence.detail()).contains("SQLState 08");
      assertThat(health().status()).isEqualTo(Status.DOWN);
    } finally {
      server.restart();
    }
    awaitHealthyAgain();
  }

  @Test
  void database_whoseAddressRefuses_isObservedAsRefusedByConnectException() {
    proxy.inject(new Fault.Reset());
    proxy.inject(new Fault.Refuse());
    Evidence evidence = awaitObserved(REFUSED, DatabaseFinding.REFUSED);
    assertThat(evidence.detail()).contains("ConnectException");
    proxy.heal();
    awaitHealthyAgain();
  }

  @Test
  void database_thatIsFrozen_isObservedAsUnreachable_andRecoversWhenThawed() {
    server.freeze();
    Evidence evidence = awaitObserved(TIMING_OUT, DatabaseFinding.UNREACHABLE);
    assertThat(evidence.value()).isGreaterThanOrEqualTo(evidence.threshold());
    assertThat(evidence.threshold()).isEqualTo(800);
    assertThat(health().status()).isEqualTo(Status.DOWN);
    server.thaw();
    awaitHealthyAgain();
  }

  @Test
  void database_behindASlowNetwork_isObservedAsSlow() {
    proxy.inject(new Fault.Delay(Duration.ofMillis(300), Duration.ofMillis(300)));
    Evidence evidence = awaitObserved(TIMING_OUT, DatabaseFinding.SLOW);
    assertThat(evidence.value()).isBetween(600.0, 800.0);
    assertThat(evidence.threshold()).isEqualTo(500);
    assertThat(health().status()).isEqualTo(Status.DEGRADED);
    proxy.heal();
    awaitHealthyAgain();
  }

  @Test
  void diagnosis_ofAKilledDatabase_namesTheRunbookFirst_withTheStepsDone() {
    server.kill();
    try {
      awaitObserved(REFUSED, DatabaseFinding.REFUSED);
      var first = registry.diagnose().ranked().get(0);
      assertThat(first.runbook().id().value()).isEqualTo("database-connection-issues");
      assertThat(first.executed()).isNotEmpty();
    } finally {
      server.restart();
    }
  }

  @Test
  void connection_whilePooledOnesWork_butNewOnesHang_isToldApart() throws Exception {
    registry.close();
    registry =
        ProbeRegistry.builder()
            .register(
                DatabaseProbe.builder(pool)
                    .settings(ProbeSettings.every(INTERVAL))
                    .reconnectAfter(Duration.ofMillis(100))
                    .build())
            .build()
            .start();
    await().until(() -> health().checks() > 2);
    server.freezePostmasterOnly();
    await()
        .atMost(Duration.ofSeconds(15))
        .until(() -> health().finding().equals(Optional.of("CONNECT_HANGS")));
    try (Connection pooled = pool.getConnection()) {
      assertThat(pooled.isValid(2)).isTrue();
    }
    assertThat(health().status()).isEqualTo(Status.DEGRADED);
    server.thaw();
    await().atMost(Duration.ofSeconds(15)).until(() -> health().status() == Status.UP);
  }
}
