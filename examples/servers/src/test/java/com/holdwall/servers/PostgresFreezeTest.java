package com.holdwall.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

class PostgresFreezeTest {

  private static PostgresServer server;
  private final ExecutorService clients = Executors.newCachedThreadPool();

  @BeforeAll
  static void start() {
    server = PostgresServer.launch();
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @AfterEach
  void restart() {
    clients.shutdownNow();
    server.restart();
  }

  @Test
  void queryOnAFrozenServer_hangsAndAnswersAfterTheThaw() throws Exception {
    try (Connection connection = Sql.connect(server)) {
      connection.setNetworkTimeout(Runnable::run, 60_000);
      Stopwatch watch = new Stopwatch();
      server.freeze();
      watch.print("freeze of PostgreSQL");
      Future<String> answer = clients.submit(() -> Sql.ask(connection, "select 'late'"));
      await().during(Duration.ofMillis(300)).until(() -> !answer.isDone());
      assertThat(server.isRunning()).isTrue();
      server.thaw();
      assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo("late");
    }
  }

  @Test
  void connectToAFrozenServer_timesOut() {
    server.freeze();
    assertThatThrownBy(() -> Sql.impatient(server, server.port()))
        .hasRootCauseInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void frozenPostmasterAlone_answersOldConnectionsAndHangsNewOnes() throws Exception {
    try (Connection old = Sql.connect(server)) {
      server.freezePostmasterOnly();
      assertThat(Sql.ask(old, "select 'old'")).isEqualTo("old");
      assertThatThrownBy(() -> Sql.impatient(server, server.port()))
          .hasRootCauseInstanceOf(SocketTimeoutException.class);
      server.thaw();
      assertThat(Sql.ask(server, server.port(), "select 'new'")).isEqualTo("new");
    }
  }

  @Test
  void frozenPostmaster_canBeFrozenWholeAndThawed() throws Exception {
    server.freezePostmasterOnly();
    server.freeze();
    server.freeze();
    assertThat(server.pids()).hasSizeGreaterThan(1);
    assertThat(server.isFrozen()).isTrue();
    server.thaw();
    server.thaw();
    assertThat(Sql.ask(server, server.port(), "select 1")).isEqualTo("1");
  }

  @Test
  void freezeDuringAStormOfConnections_leavesNoBackendRunning() throws Exception {
    AtomicBoolean calm = new AtomicBoolean();
    var storm = CompletableFuture.runAsync(() -> connectUntil(calm), clients);
    for (int round = 0; round < 20; round++) {
      server.freeze();
      assertThat(server.pids()).hasSizeGreaterThan(1);
      assertThat(server.isFrozen()).isTrue();
      server.thaw();
    }
    calm.set(true);
    storm.get(60, TimeUnit.SECONDS);
  }

  private static void connectUntil(AtomicBoolean calm) {
    while (!calm.get()) {
      assertThatCode(() -> Sql.ask(server, server.port(), "select 1")).doesNotThrowAnyException();
    }
  }

  @Test
  void frozenServer_canBeKilledAndRestarted() throws Exception {
    server.freeze();
    server.kill();
    assertThat(server.pids()).isEmpty();
    server.restart();
    assertThat(Sql.ask(server, server.port(), "select 1")).isEqualTo("1");
  }

  @Test
  @DisabledIfSystemProperty(
      named = "holdwall.test.services",
      matches = "testcontainers",
      disabledReason = "an engine kills what a main process leaves: there are no orphans")
  void orphansOfAKilledPostmaster_areKilledByTheRestart() throws Exception {
    server.freeze();
    long postmaster = server.pids().get(0);
    assertThat(ProcessHandle.of(postmaster).map(ProcessHandle::destroyForcibly)).contains(true);
    await().atMost(Duration.ofSeconds(30)).until(() -> !server.isRunning());
    assertThat(server.pids()).as("frozen orphans").isNotEmpty().doesNotContain(postmaster);
    server.restart();
    assertThat(Sql.ask(server, server.port(), "select 1")).isEqualTo("1");
  }
}
