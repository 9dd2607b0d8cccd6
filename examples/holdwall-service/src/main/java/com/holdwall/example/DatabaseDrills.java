package com.holdwall.example;

import com.holdwall.example.Drill.Expected;
import com.holdwall.example.Drill.Repair;
import com.holdwall.example.app.ItemStore;
import com.holdwall.probes.jdbc.DatabaseFinding;
import com.holdwall.runbook.catalog.HoldwallSymptoms;
import com.holdwall.servers.Fault;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Faults of PostgreSQL and of the pool in front of it. */
final class DatabaseDrills {

  static final Drill KILLED =
      Drill.of(
          "database-killed",
          "kill -9 of the PostgreSQL server and all its processes",
          Expected.of(HoldwallSymptoms.DATABASE_CONNECTION_REFUSED)
              .found("database", DatabaseFinding.REFUSED),
          DatabaseDrills::kill);

  private DatabaseDrills() {}

  static List<Drill> all() {
    return List.of(
        Drill.of(
            "pool-exhausted",
            "30 slow reports of 1.5 s each take all 10 connections of the pool",
            Expected.of(HoldwallSymptoms.DATABASE_POOL_EXHAUSTED)
                .found("database", DatabaseFinding.POOL_EXHAUSTED),
            DatabaseDrills::exhaust),
        Drill.of(
            "pool-leaking",
            "a code path borrows 10 connections and never gives one back",
            Expected.of(HoldwallSymptoms.DATABASE_POOL_EXHAUSTED)
                .found("database", DatabaseFinding.POOL_LEAKING),
            DatabaseDrills::leak),
        Drill.of(
            "database-slow",
            "the network to PostgreSQL adds 300 ms to every packet, both ways",
            Expected.of(HoldwallSymptoms.DATABASE_REQUESTS_TIMING_OUT)
                .found("database", DatabaseFinding.SLOW),
            DatabaseDrills::slow),
        Drill.of(
            "database-hangs",
            "SIGSTOP to the PostgreSQL server and all its processes",
            Expected.of(HoldwallSymptoms.DATABASE_REQUESTS_TIMING_OUT)
                .found("database", DatabaseFinding.UNREACHABLE),
            DatabaseDrills::hang),
        KILLED);
  }

  private static Repair exhaust(Stage stage) {
    Reports reports =
        new Reports(
            stage.service().items().pool(), 3 * ItemStore.POOL_SIZE, "select pg_sleep(1.5)");
    return new Repair("the reports are stopped", reports::stop);
  }

  private static Repair leak(Stage stage) throws SQLException {
    List<Connection> leaked = new ArrayList<>();
    Repair repair =
        new Repair(
            "the leaked connections are closed",
            () -> {
              for (Connection connection : leaked) {
                connection.close();
              }
            });
    while (leaked.size() < ItemStore.POOL_SIZE) {
      leaked.add(stage.service().items().database().getConnection());
    }
    return repair;
  }

  private static Repair slow(Stage stage) {
    Duration delay = Duration.ofMillis(300);
    stage.environment().postgres().proxy().inject(new Fault.Delay(delay, delay));
    return new Repair(
        "the network is fast again", () -> stage.environment().postgres().proxy().heal());
  }

  private static Repair hang(Stage stage) {
    stage.environment().postgres().server().freeze();
    return new Repair("SIGCONT", () -> stage.environment().postgres().server().thaw());
  }

  private static Repair kill(Stage stage) {
    stage.environment().postgres().server().kill();
    // The port of a dead process refuses; a proxy before it would accept and then hang up.
    stage.environment().postgres().proxy().inject(new Fault.Refuse());
    return new Repair(
        "PostgreSQL is started again on the same port and data",
        () -> {
          stage.environment().postgres().server().restart();
          stage.environment().postgres().proxy().heal();
        });
  }
}
