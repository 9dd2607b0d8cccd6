package com.holdwall.example;

import com.holdwall.servers.Fault;
import com.holdwall.servers.FaultProxy;
import com.holdwall.servers.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The faults, on the real server and the real pool. */
final class Drills {

  private final PostgresServer server;
  private final FaultProxy proxy;
  private final HoldwallService service;

  Drills(PostgresServer server, FaultProxy proxy, HoldwallService service) {
    this.server = server;
    this.proxy = proxy;
    this.service = service;
  }

  List<Drill> all() {
    return List.of(
        new Drill(
            "pool-exhausted",
            "30 slow reports of 1.5 s each take all 10 connections of the pool",
            "pool-exhausted",
            "POOL_EXHAUSTED",
            this::exhaust),
        new Drill(
            "pool-leaking",
            "a code path borrows 10 connections and never gives one back",
            "pool-exhausted",
            "POOL_LEAKING",
            this::leak),
        new Drill(
            "database-slow",
            "the network adds 300 ms to every packet, both ways",
            "requests-timing-out",
            "SLOW",
            this::slow),
        new Drill(
            "database-hangs",
            "SIGSTOP to the PostgreSQL server and all its processes",
            "requests-timing-out",
            "UNREACHABLE",
            this::hang),
        new Drill(
            "database-killed",
            "kill -9 of the PostgreSQL server and all its processes",
            "connection-refused",
            "REFUSED",
            this::kill));
  }

  private Drill.Repair exhaust() {
    Traffic reports =
        new Traffic(service.pool(), 3 * HoldwallService.POOL_SIZE, "select pg_sleep(1.5)", 0);
    return new Drill.Repair("the reports are stopped", reports::close);
  }

  private Drill.Repair leak() throws SQLException {
    List<Connection> leaked = new ArrayList<>();
    for (int i = 0; i < HoldwallService.POOL_SIZE; i++) {
      leaked.add(service.pool().getConnection());
    }
    return new Drill.Repair(
        "the leaked connections are closed",
        () -> {
          for (Connection connection : leaked) {
            connection.close();
          }
        });
  }

  private Drill.Repair slow() {
    Duration delay = Duration.ofMillis(300);
    proxy.inject(new Fault.Delay(delay, delay));
    return new Drill.Repair("the network is fast again", proxy::heal);
  }

  private Drill.Repair hang() {
    server.freeze();
    return new Drill.Repair("SIGCONT", server::thaw);
  }

  private Drill.Repair kill() {
    server.kill();
    // The port of a dead process refuses; a proxy before it would accept and then hang up.
    proxy.inject(new Fault.Refuse());
    return new Drill.Repair(
        "PostgreSQL is started again on the same port and data",
        () -> {
          server.restart();
          proxy.heal();
        });
  }
}
