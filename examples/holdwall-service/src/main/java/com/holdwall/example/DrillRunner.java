package com.holdwall.example;

import com.holdwall.probes.HealthReport;
import com.holdwall.probes.ProbeHealth;
import com.holdwall.probes.ProbeRegistry;
import com.holdwall.resilience.jdbc.ConnectionRetryCounts;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.Status;
import com.holdwall.runbook.diagnosis.DiagnosisReport;
import com.holdwall.runbook.diagnosis.RankedRunbook;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Breaks one thing, waits until the service says so, shows it, repairs it, waits for health. */
final class DrillRunner {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HoldwallService service;
  private final Traffic traffic;
  private final Screen screen;

  DrillRunner(HoldwallService service, Traffic traffic, Screen screen) {
    this.service = service;
    this.traffic = traffic;
    this.screen = screen;
  }

  DrillResult run(Drill drill, int number, int of) throws Exception {
    screen.title(number + "/" + of + "  " + drill.name() + ": " + drill.story());
    Traffic.Counts trafficBefore = traffic.counts();
    ConnectionRetryCounts retriesBefore = service.database().counts();
    long broken = System.nanoTime();
    Drill.Repair repair = drill.fault().inject();
    long detected;
    DiagnosisReport diagnosis;
    List<String> symptoms;
    try {
      detected = await(broken, () -> detected(drill));
      symptoms = observed(registry().health());
      diagnosis = registry().diagnose();
      screen.health(registry().health());
      screen.text(diagnosis.toText());
      screen.line(detected < 0 ? "NOT detected" : "detected after " + detected + " ms");
    } finally {
      screen.line("repair: " + repair.story());
      repair.action().run();
    }
    long recovered = await(System.nanoTime(), this::healthy);
    screen.line(recovered < 0 ? "NOT recovered" : "recovered after " + recovered + " ms");
    screen.traffic(traffic.counts().since(trafficBefore));
    screen.retries(retriesBefore, service.database().counts());
    screen.health(registry().health());
    return result(drill, symptoms, diagnosis, detected, recovered);
  }

  private ProbeRegistry registry() {
    return service.registry();
  }

  private static DrillResult result(
      Drill drill,
      List<String> symptoms,
      DiagnosisReport diagnosis,
      long detected,
      long recovered) {
    Optional<RankedRunbook> first = diagnosis.ranked().stream().findFirst();
    int rank =
        diagnosis.ranked().stream()
            .filter(r -> r.runbook().id().value().equals(DrillResult.EXPECTED_RUNBOOK))
            .mapToInt(RankedRunbook::rank)
            .findFirst()
            .orElse(0);
    return new DrillResult(
        drill.name(),
        drill.expectedSymptom(),
        symptoms,
        first.map(r -> r.runbook().id().value()).orElse(""),
        rank,
        detected,
        recovered);
  }

  private boolean detected(Drill drill) {
    ProbeHealth database = registry().health("database");
    return observed(registry().health()).contains(drill.expectedSymptom())
        && database.finding().equals(Optional.of(drill.expectedFinding()));
  }

  boolean healthy() {
    HealthReport health = registry().health();
    return health.status() == Status.UP && observed(health).isEmpty();
  }

  private static List<String> observed(HealthReport health) {
    return health.observations().stream()
        .filter(Observation.Observed.class::isInstance)
        .map(observation -> observation.symptom().key())
        .toList();
  }

  /** Milliseconds until the condition held; -1 if it did not in time. */
  static long await(long sinceNanos, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      if (condition.getAsBoolean()) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNanos);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    return -1;
  }
}
