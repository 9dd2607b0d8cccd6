package com.holdwall.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;

/** Each fault as the PostgreSQL driver sees it. */
class FaultProxyPostgresTest extends ProxiedPostgres {

  @Test
  void noFault_forwardsAndCountsBytesBothWays() throws Exception {
    try (Connection connection = connect()) {
      ProxyTraffic before = proxy.traffic();
      assertThat(Sql.ask(connection, "select repeat('x', 100000)")).hasSize(100_000);
      ProxyTraffic query = proxy.traffic().since(before);
      assertThat(query.accepted()).isZero();
      assertThat(query.open()).isEqualTo(1);
      assertThat(query.bytesFromClients()).isBetween(40L, 300L);
      assertThat(query.bytesToClients()).isBetween(100_000L, 100_300L);
    }
    await().until(() -> proxy.traffic().open() == 0);
    assertThat(proxy.traffic().accepted()).isEqualTo(1);
  }

  @Test
  void delay_makesAQuerySlowByBothDirectionsUntilHealed() throws Exception {
    try (Connection connection = connect()) {
      proxy.inject(new Fault.Delay(Duration.ofMillis(150), Duration.ofMillis(250)));
      long begin = System.nanoTime();
      assertThat(Sql.ask(connection, "select 1")).isEqualTo("1");
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .isGreaterThanOrEqualTo(Duration.ofMillis(400));
      assertHealed();
    }
  }

  @Test
  void blackHole_hangsOldAndNewConnectionsUntilTheirTimeouts() throws Exception {
    try (Connection old = Sql.impatient(server, proxy.port())) {
      proxy.inject(new Fault.BlackHole());
      assertThatThrownBy(() -> Sql.impatient(server, proxy.port()))
          .hasRootCauseInstanceOf(SocketTimeoutException.class);
      assertThatThrownBy(() -> Sql.ask(old, "select 1"))
          .hasRootCauseInstanceOf(SocketTimeoutException.class);
      assertHealed();
    }
  }

  @Test
  void healedBlackHole_resetsWhoLostBytesAndKeepsWhoWasIdle() throws Exception {
    try (Connection idle = connect();
        Connection busy = connect()) {
      busy.setNetworkTimeout(Runnable::run, 60_000);
      proxy.inject(new Fault.BlackHole());
      ProxyTraffic before = proxy.traffic();
      var answer = CompletableFuture.supplyAsync(() -> failure(busy));
      await().until(() -> proxy.traffic().since(before).bytesFromClients() > 0);
      proxy.heal();
      assertThat(answer.get(30, TimeUnit.SECONDS)).hasRootCauseInstanceOf(SocketException.class);
      assertThat(Sql.ask(idle, "select 'idle'")).isEqualTo("idle");
    }
  }

  private static Throwable failure(Connection connection) {
    return catchThrowable(() -> Sql.ask(connection, "select 1"));
  }

  @Test
  void reset_breaksOldAndNewConnectionsAtOnce() throws Exception {
    try (Connection old = connect()) {
      proxy.inject(new Fault.Reset());
      assertThatThrownBy(() -> Sql.ask(old, "select 1"))
          .asInstanceOf(type(PSQLException.class))
          .extracting(PSQLException::getSQLState)
          .isEqualTo("08006");
      assertThatThrownBy(this::connect).hasRootCauseInstanceOf(SocketException.class);
      await().until(() -> proxy.traffic().open() == 0);
      assertHealed();
    }
  }

  @Test
  void cut_endsAResultInTheMiddle() throws Exception {
    try (Connection connection = connect()) {
      proxy.inject(new Fault.Cut(1_000));
      ProxyTraffic before = proxy.traffic();
      assertThatThrownBy(() -> Sql.ask(connection, "select repeat('x', 100000)"))
          .hasRootCauseInstanceOf(EOFException.class);
      assertThat(proxy.traffic().since(before).bytesToClients()).isEqualTo(1_000);
    }
    assertHealed();
  }

  @Test
  void refuse_refusesNewConnectionsAndKeepsOldOnes() throws Exception {
    try (Connection old = connect()) {
      proxy.inject(new Fault.Refuse());
      assertThatThrownBy(this::connect).hasRootCauseInstanceOf(ConnectException.class);
      assertThat(Sql.ask(old, "select 'old'")).isEqualTo("old");
      assertHealed();
    }
  }
}
