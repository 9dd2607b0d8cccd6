package com.holdwall.probes;

import com.holdwall.runbook.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Keeps the last report ready, and notices when it is too old to be true. Reading takes no lock and
 * allocates nothing until then. Thread-safe.
 */
final class Snapshots {

  /** A report, and until when it holds, on the timer's clock. */
  private record Snapshot(HealthReport report, long validUntil) {}

  private final ProbeTimer timer;
  private final SymptomBoard symptoms;
  private final Aggregation aggregation;
  private List<ProbeState> states = List.of();
  private volatile Snapshot snapshot;

  Snapshots(ProbeTimer timer, SymptomBoard symptoms, Aggregation aggregation) {
    this.timer = timer;
    this.symptoms = symptoms;
    this.aggregation = aggregation;
    this.snapshot = take();
  }

  synchronized void of(List<ProbeState> all) {
    states = List.copyOf(all);
    snapshot = take();
  }

  HealthReport current() {
    Snapshot known = snapshot;
    // Read on the clock and not by a task: even if every thread of the registry is gone, an old
    // answer must not be shown.
    if (timer.nanoTime() - known.validUntil < 0) {
      return known.report;
    }
    refresh();
    return snapshot.report;
  }

  /** Two probes may end at once: the later report must hold both. */
  synchronized void refresh() {
    snapshot = take();
  }

  private Snapshot take() {
    Instant now = timer.now();
    long nanos = timer.nanoTime();
    long validUntil = nanos + Duration.ofDays(1).toNanos();
    for (ProbeState state : states) {
      if (state.age(now, nanos)) {
        symptoms.update(state.health().name(), List.of(), now);
      }
      long staleAt = state.staleAt(nanos);
      validUntil = staleAt - validUntil < 0 ? staleAt : validUntil;
    }
    List<ProbeHealth> probes = states.stream().map(ProbeState::health).toList();
    return new Snapshot(
        new HealthReport(aggregate(probes), probes, symptoms.observations()), validUntil);
  }

  Status aggregate(List<ProbeHealth> probes) {
    try {
      return aggregation.of(probes);
    } catch (RuntimeException failure) {
      return Status.UNKNOWN;
    }
  }
}
