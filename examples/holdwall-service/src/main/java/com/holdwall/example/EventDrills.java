package com.holdwall.example;

import com.holdwall.example.Drill.Expected;
import com.holdwall.example.Drill.Repair;
import com.holdwall.example.app.Events;
import com.holdwall.probes.kafka.KafkaFinding;
import com.holdwall.runbook.catalog.HoldwallSymptoms;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** Faults of Kafka and of the consumer. */
final class EventDrills {

  static final Drill KILLED =
      Drill.of(
              "kafka-killed",
              "kill -9 of the Kafka broker",
              Expected.of(HoldwallSymptoms.KAFKA_LAG_INCREASING)
                  .found("kafka", KafkaFinding.REFUSED),
              EventDrills::kill)
          .needing(Environment.Part.KAFKA);

  private EventDrills() {}

  static List<Drill> all() {
    return List.of(
        Drill.of(
                "consumer-slow",
                "a release lets the consumer take 600 ms for each event",
                Expected.of(
                    HoldwallSymptoms.KAFKA_LAG_INCREASING, HoldwallSymptoms.KAFKA_UPDATES_DELAYED),
                EventDrills::slow)
            .needing(Environment.Part.KAFKA),
        Drill.of(
                "consumer-stalled",
                "a migration locks the table that the consumer writes to",
                Expected.of(HoldwallSymptoms.KAFKA_LAG_INCREASING)
                    .found("kafka", KafkaFinding.STALLED),
                EventDrills::stall)
            .needing(Environment.Part.KAFKA),
        Drill.of(
                "poison-events",
                "a producer sends events that nobody can read",
                Expected.of(HoldwallSymptoms.KAFKA_EVENTS_SLOW)
                    .found("kafka", KafkaFinding.DLQ_GROWING),
                EventDrills::poison)
            .needing(Environment.Part.KAFKA),
        KILLED);
  }

  private static Repair slow(Stage stage) {
    stage.service().release().slowEvents(0.6);
    return new Repair("the release is rolled back", () -> stage.service().release().slowEvents(0));
  }

  private static Repair stall(Stage stage) throws SQLException {
    Connection migration =
        DriverManager.getConnection(
            stage.environment().postgres().server().jdbcUrl(),
            stage.environment().postgres().server().username(),
            "");
    migration.setAutoCommit(false);
    try (Statement lock = migration.createStatement()) {
      lock.execute("lock table event in access exclusive mode");
    }
    return new Repair("the migration is aborted", migration::close);
  }

  private static Repair poison(Stage stage) {
    Events events = stage.service().events().orElseThrow();
    Repeated producer = Repeated.every(Duration.ofMillis(200), () -> events.publish("no number"));
    return new Repair("the producer is mended", producer::stop);
  }

  private static Repair kill(Stage stage) {
    stage.environment().kafka().kill();
    return new Repair(
        "Kafka is started again on the same port and data",
        () -> stage.environment().kafka().restart());
  }
}
