package com.holdwall.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;

class PostgresServerTest {

  private static PostgresServer server;

  @BeforeAll
  static void start() {
    Stopwatch watch = new Stopwatch();
    server = PostgresServer.launch();
    watch.print("start of PostgreSQL with initdb");
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @AfterEach
  void repair() {
    if (!server.isRunning()) {
      server.start();
    }
  }

  @Test
  void runningServer_answersQueriesAndSaysItsVersion() throws Exception {
    assertThat(server.isRunning()).isTrue();
    assertThat(Sql.ask(server, server.port(), "show server_version")).isEqualTo("18.6");
    assertThat(Sql.ask(server, server.port(), "show server_encoding")).isEqualTo("UTF8");
    assertThat(server.lastOutput()).contains("ready to accept connections");
    assertThat(server.jdbcUrl())
        .isEqualTo("jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres");
  }

  @Test
  void restartedServer_keepsPortAndData() throws Exception {
    Sql.run(server, "create table kept_by_restart as select 42 as answer");
    int port = server.port();
    Stopwatch watch = new Stopwatch();
    server.restart();
    watch.print("restart of PostgreSQL, kill -9 included");
    assertThat(server.port()).isEqualTo(port);
    assertThat(Sql.ask(server, port, "select answer from kept_by_restart")).isEqualTo("42");
  }

  @Test
  void killedServer_refusesConnectionsUntilRestartAndKeepsData() throws Exception {
    Sql.run(server, "create table kept_by_kill as select 42 as answer");
    server.kill();
    assertThat(server.isRunning()).isFalse();
    assertThat(server.pids()).isEmpty();
    assertThatThrownBy(() -> Sql.connect(server))
        .asInstanceOf(type(SQLException.class))
        .extracting(SQLException::getSQLState)
        .isEqualTo("08001");
    Stopwatch watch = new Stopwatch();
    server.restart();
    watch.print("restart of PostgreSQL after kill -9");
    assertThat(Sql.ask(server, server.port(), "select answer from kept_by_kill")).isEqualTo("42");
  }

  @Test
  void killedServer_canBeKilledAgainAndStarted() {
    server.kill();
    assertThatCode(server::kill).doesNotThrowAnyException();
    assertThatThrownBy(server::freeze)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("postgres-" + server.port() + " is not running");
    server.start();
    assertThat(server.isRunning()).isTrue();
  }

  @Test
  void serverWhoseLockFileNamesAnotherLivingProcess_restarts() throws Exception {
    server.kill();
    PostgresLock.rewritePid(server, ProcessHandle.current().pid());
    assertThatCode(server::restart).doesNotThrowAnyException();
  }

  @Test
  void runningServer_rejectsASecondStart() {
    assertThatThrownBy(server::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("postgres-" + server.port() + " is running already");
  }

  @Test
  void wrongPassword_isRejectedAndShownNowhere() throws Exception {
    PostgresOptions options = PostgresOptions.defaults().withPassword("s3cret-Wort");
    try (PostgresServer secured = PostgresServer.launch(options)) {
      int port = secured.port();
      assertThat(Sql.ask(secured, port, "select 1")).isEqualTo("1");
      assertThatThrownBy(() -> Sql.connect(secured, port, "wrong"))
          .isInstanceOf(PSQLException.class)
          .extracting(e -> ((PSQLException) e).getSQLState())
          .isEqualTo("28P01");
      secured.restart();
      assertThat(Sql.ask(secured, port, "select 1")).isEqualTo("1");
      assertThat(List.of(secured.toString(), secured.jdbcUrl(), secured.lastOutput(), options))
          .noneMatch(text -> text.toString().contains("s3cret"));
    }
  }

  @Test
  void limitOfConnections_isTheServersOwn() throws Exception {
    PostgresOptions options =
        PostgresOptions.defaults().withMaxConnections(7).withSetting("statement_timeout", "1234");
    try (PostgresServer small = PostgresServer.launch(options)) {
      assertThat(Sql.ask(small, small.port(), "show max_connections")).isEqualTo("7");
      assertThat(Sql.ask(small, small.port(), "show statement_timeout")).isEqualTo("1234ms");
    }
  }

  @Test
  void unknownSetting_failsTheStartWithTheServersOwnWords() {
    PostgresServer broken =
        PostgresServer.create(PostgresOptions.defaults().withSetting("no_such_setting", "1"));
    assertThatThrownBy(broken::start)
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("postgres-" + broken.port() + " ended during its start")
        .hasMessageContaining("unrecognized configuration parameter \"no_such_setting\"");
    assertThat(broken.isRunning()).isFalse();
    broken.close();
  }

  @Test
  void portTakenByAnother_failsTheStartWithTheServersOwnWords() throws Exception {
    server.kill();
    try (var taken = Loopback.listen(server.port())) {
      assertThat(taken.isBound()).isTrue();
      assertThatThrownBy(server::start)
          .isInstanceOf(ServerException.class)
          .hasMessageContaining("Address already in use");
    }
    server.start();
    assertThat(Sql.ask(server, server.port(), "select 1")).isEqualTo("1");
  }

  @Test
  void startThatTakesTooLong_failsAndLeavesNoProcess() {
    PostgresServer slow =
        PostgresServer.create(PostgresOptions.defaults().withStartTimeout(Duration.ofMillis(20)));
    assertThatThrownBy(slow::start)
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("not within 20 ms");
    assertThat(slow.pids()).isEmpty();
    slow.close();
  }
}
