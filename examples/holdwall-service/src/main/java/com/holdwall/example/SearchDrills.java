package com.holdwall.example;

import com.holdwall.example.Drill.Expected;
import com.holdwall.example.Drill.Repair;
import com.holdwall.probes.vectordb.VectorFinding;
import com.holdwall.runbook.catalog.HoldwallSymptoms;
import com.holdwall.servers.Fault;
import java.time.Duration;
import java.util.List;

/** Faults of Chroma. */
final class SearchDrills {

  static final Drill KILLED =
      Drill.of(
              "chroma-killed",
              "kill -9 of the Chroma server",
              Expected.of(
                      HoldwallSymptoms.VECTOR_CONNECTION_ERRORS,
                      HoldwallSymptoms.VECTOR_SEARCH_FAILING)
                  .found("vectordb", VectorFinding.REFUSED),
              SearchDrills::kill)
          .needing(Environment.Part.CHROMA);

  private SearchDrills() {}

  static List<Drill> all() {
    return List.of(
        KILLED,
        Drill.of(
                "chroma-slow",
                "the network to Chroma adds 300 ms to every packet, both ways",
                Expected.of(HoldwallSymptoms.VECTOR_SEARCH_SLOW),
                SearchDrills::slow)
            .needing(Environment.Part.CHROMA));
  }

  private static Repair kill(Stage stage) {
    stage.environment().chroma().server().kill();
    stage.environment().chroma().proxy().inject(new Fault.Refuse());
    return new Repair(
        "Chroma is started again on the same port and data",
        () -> {
          stage.environment().chroma().server().restart();
          stage.environment().chroma().proxy().heal();
        });
  }

  private static Repair slow(Stage stage) {
    Duration delay = Duration.ofMillis(300);
    stage.environment().chroma().proxy().inject(new Fault.Delay(delay, delay));
    return new Repair(
        "the network is fast again", () -> stage.environment().chroma().proxy().heal());
  }
}
