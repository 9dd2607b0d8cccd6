package com.holdwall.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;

/** The proxy's port, threads and server come and go. */
class FaultProxyLifeCycleTest extends ProxiedPostgres {

  @Test
  void refuseAgainAndAgain_opensTheSamePortEachTime() throws Exception {
    for (int round = 0; round < 20; round++) {
      proxy.inject(new Fault.Refuse());
      proxy.inject(new Fault.Refuse());
      assertHealed();
    }
  }

  @Test
  void serverThatIsKilled_endsConnectionsThroughTheProxyAndComesBack() throws Exception {
    try (Connection old = connect()) {
      server.kill();
      assertThatThrownBy(() -> Sql.ask(old, "select 1")).isInstanceOf(PSQLException.class);
      assertThatThrownBy(this::connect).isInstanceOf(PSQLException.class);
    } finally {
      server.restart();
    }
    assertHealed();
  }

  @Test
  void closedProxy_refusesEndsItsThreadsAndTakesNoFault() throws Exception {
    try (Connection open = connect()) {
      String threads = "holdwall-proxy-" + proxy.port();
      assertThat(threadsNamed(threads)).isEqualTo(3);
      proxy.inject(new Fault.Delay(Duration.ofMinutes(5), Duration.ZERO));
      ProxyTraffic before = proxy.traffic();
      var hanging = CompletableFuture.supplyAsync(() -> failure(open));
      await().until(() -> proxy.traffic().since(before).bytesFromClients() > 0);
      proxy.close();
      proxy.close();
      assertThat(hanging.get(30, TimeUnit.SECONDS)).isNotNull();
      assertThat(threadsNamed(threads)).isZero();
      assertThat(Loopback.refuses(proxy.port())).isTrue();
      assertThatThrownBy(proxy::heal)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the proxy on port " + proxy.port() + " is closed");
    }
  }

  private static Throwable failure(Connection connection) {
    return catchThrowable(() -> Sql.ask(connection, "select 1"));
  }

  private static long threadsNamed(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(prefix) && thread.isDaemon())
        .count();
  }
}
