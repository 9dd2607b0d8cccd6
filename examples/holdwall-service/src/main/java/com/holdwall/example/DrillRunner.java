package com.holdwall.example;

import com.holdwall.example.app.HoldwallService;
import com.holdwall.example.app.Primitives;
import com.holdwall.probes.HealthReport;
import com.holdwall.probes.ProbeRegistry;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.Status;
import com.holdwall.runbook.SymptomId;
import com.holdwall.runbook.diagnosis.DiagnosisReport;
import com.holdwall.runbook.diagnosis.RankedRunbook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Breaks one thing, waits until the service says so, shows it, repairs it, waits for health. */
final class DrillRunner {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** How long the consequences may arrive after the cause was named: the rank must hold. */
  private static final Duration AFTERMATH = Duration.ofSeconds(1);

  private final Stage stage;
  private final Clients clients;
  private final Screen screen;

  DrillRunner(Stage stage, Clients clients, Screen screen) {
    this.stage = stage;
    this.clients = clients;
    this.screen = screen;
  }

  /** What was seen while the fault was there. */
  private static final class Seen {
    private final Set<String> symptoms = new LinkedHashSet<>();
    private final List<DiagnosisReport> diagnoses = new ArrayList<>();
    private long detected = -1;
  }

  /** Runs a drill; says why where what it needs cannot be had on this machine. */
  DrillResult run(Drill drill, int number, int of) throws Exception {
    screen.title(number + "/" + of, drill.name(), drill.story());
    for (Environment.Part part : drill.needs()) {
      Optional<String> missing = stage.environment().missing(part);
      if (missing.isPresent()) {
        screen.line("NOT RUN", part + ": " + missing.get());
        return DrillResult.notRun(drill, missing.get());
      }
    }
    return run(drill);
  }

  private DrillResult run(Drill drill) throws Exception {
    Clients.Counts clientsBefore = clients.counts();
    Primitives before = service().primitives();
    Seen seen = new Seen();
    long broken = System.nanoTime();
    Drill.Repair repair = drill.fault().inject(stage);
    try {
      watch(drill, broken, seen);
      screen.diagnosis(registry().health(), seen.diagnoses.get(seen.diagnoses.size() - 1));
      screen.section("primitives at work", service().primitives().since(before));
    } finally {
      screen.line("repair", repair.story());
      repair.action().run();
    }
    long recovered = await(System.nanoTime(), PATIENCE, this::healthy);
    screen.recovered(recovered, clients.counts().since(clientsBefore), registry().health());
    return result(drill, seen, recovered);
  }

  private void watch(Drill drill, long broken, Seen seen) {
    seen.detected =
        await(
            broken,
            PATIENCE,
            () -> {
              seen.symptoms.addAll(observed());
              return detected(drill);
            });
    screen.line("detected", seen.detected < 0 ? "NOT in time" : "after " + seen.detected + " ms");
    seen.diagnoses.add(registry().diagnose());
    await(
        broken,
        AFTERMATH,
        () -> {
          seen.symptoms.addAll(observed());
          return false;
        });
    seen.diagnoses.add(registry().diagnose());
  }

  private HoldwallService service() {
    return stage.service();
  }

  private ProbeRegistry registry() {
    return service().registry();
  }

  private static DrillResult result(Drill drill, Seen seen, long recovered) {
    List<DrillResult.Cause> causes =
        drill.expected().stream()
            .map(
                expected ->
                    new DrillResult.Cause(
                        expected.runbook().value(),
                        expected.symptoms().stream().map(SymptomId::toString).toList(),
                        worstRank(expected.runbook(), seen.diagnoses)))
            .toList();
    return new DrillResult(
        drill.name(),
        causes,
        List.copyOf(seen.symptoms),
        first(seen.diagnoses.get(seen.diagnoses.size() - 1)),
        seen.detected,
        recovered);
  }

  private static String first(DiagnosisReport diagnosis) {
    return diagnosis.ranked().stream()
        .findFirst()
        .map(ranked -> ranked.runbook().id().value())
        .orElse("");
  }

  /** The worst of the ranks at detection and after the consequences; 0 if one does not rank it. */
  private static int worstRank(RunbookId runbook, List<DiagnosisReport> diagnoses) {
    int worst = 0;
    for (DiagnosisReport diagnosis : diagnoses) {
      int rank =
          diagnosis.ranked().stream()
              .filter(ranked -> ranked.runbook().id().equals(runbook))
              .mapToInt(RankedRunbook::rank)
              .findFirst()
              .orElse(0);
      if (rank == 0) {
        return 0;
      }
      worst = Math.max(worst, rank);
    }
    return worst;
  }

  private boolean detected(Drill drill) {
    return observed().containsAll(drill.symptoms().stream().map(SymptomId::toString).toList())
        && drill.expected().stream().allMatch(this::found);
  }

  private boolean found(Drill.Expected expected) {
    return expected.probe().isEmpty()
        || registry().health(expected.probe()).finding().equals(expected.wanted());
  }

  /**
   * Watches a service that nothing is done to.
   *
   * @return a result without a cause: passed if nothing was observed
   */
  DrillResult healthy(String name, Duration length) {
    screen.title("", name, "nothing is broken for " + length.toSeconds() + " s");
    Clients.Counts before = clients.counts();
    Set<String> symptoms = new LinkedHashSet<>();
    long up = await(System.nanoTime(), PATIENCE, this::healthy);
    await(
        System.nanoTime(),
        length,
        () -> {
          symptoms.addAll(observed());
          return false;
        });
    screen.recovered(up, clients.counts().since(before), registry().health());
    screen.section("symptoms", symptoms.isEmpty() ? List.of("none") : List.copyOf(symptoms));
    return new DrillResult(
        name, List.of(), List.copyOf(symptoms), first(registry().diagnose()), 0, up);
  }

  boolean healthy() {
    HealthReport health = registry().health();
    return health.status() == Status.UP && observed().isEmpty();
  }

  private List<String> observed() {
    return registry().health().observations().stream()
        .filter(Observation.Observed.class::isInstance)
        .map(observation -> observation.symptom().toString())
        .toList();
  }

  /** Milliseconds until the condition held; -1 if it did not in time. */
  static long await(long sinceNanos, Duration patience, BooleanSupplier condition) {
    long end = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < end) {
      if (condition.getAsBoolean()) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNanos);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    return -1;
  }
}
