package com.holdwall.example;

import com.holdwall.example.Drill.Expected;
import com.holdwall.example.Drill.Repair;
import com.holdwall.runbook.catalog.HoldwallSymptoms;
import java.util.List;

/** Faults of the service's own code, and what its users say about them. */
final class TrafficDrills {

  static final Drill BUG =
      Drill.of(
          "handler-bug",
          "a release fails on every fourth request for an item, and users complain (POST"
              + " /api/symptoms)",
          Expected.of(
              HoldwallSymptoms.ERROR_RATE_HIGH,
              HoldwallSymptoms.SERVER_ERRORS_INCREASING,
              HoldwallSymptoms.FAILURES_REPORTED),
          TrafficDrills::bug);

  static final Drill SLOW_QUERY =
      Drill.of(
          "slow-query",
          "a release reads items past the cache, by a query of 0.8 s, and users complain (POST"
              + " /api/symptoms)",
          Expected.of(HoldwallSymptoms.P95_LATENCY_HIGH, HoldwallSymptoms.SLOWNESS_REPORTED),
          TrafficDrills::slowQuery);

  private TrafficDrills() {}

  static List<Drill> all() {
    return List.of(BUG, SLOW_QUERY);
  }

  private static Repair bug(Stage stage) throws Exception {
    stage.service().release().failEvery(4);
    stage.operator().reports(HoldwallSymptoms.FAILURES_REPORTED, "error pages since the release");
    return new Repair(
        "the release is rolled back, and the users say so",
        () -> {
          stage.service().release().failEvery(0);
          stage.operator().clears(HoldwallSymptoms.FAILURES_REPORTED);
        });
  }

  private static Repair slowQuery(Stage stage) throws Exception {
    stage.service().release().slowQuery(0.8);
    stage.operator().reports(HoldwallSymptoms.SLOWNESS_REPORTED, "items take seconds to open");
    return new Repair(
        "the release is rolled back, and the users say so",
        () -> {
          stage.service().release().slowQuery(0);
          stage.operator().clears(HoldwallSymptoms.SLOWNESS_REPORTED);
        });
  }
}
