package com.holdwall.probes;

import com.holdwall.runbook.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps the last report ready, and notices when it is too old to be true. Reading takes no lock and
 * allocates nothing until something has changed; the first reader after that makes the next report,
 * so that a thousand checks that end at once do not make a thousand reports. Thread-safe.
 */
final class Snapshots {

  /** A report, the change that it follows, and until when it holds, on the timer's clock. */
  private record Snapshot(HealthReport report, long change, long validUntil) {}

  private final ProbeTimer timer;
  private final SymptomBoard symptoms;
  private final Aggregation aggregation;
  private final AtomicLong changes = new AtomicLong();
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
    return holds(known) ? known.report : renewed();
  }

  /** Says that something has changed. */
  void changed() {
    changes.incrementAndGet();
  }

  // Read on the clock and not by a task: even if every thread of the registry is gone, an old
  // answer must not be shown.
  private boolean holds(Snapshot known) {
    return known.change == changes.get() && timer.nanoTime() - known.validUntil < 0;
  }

  private synchronized HealthReport renewed() {
    if (!holds(snapshot)) {
      snapshot = take();
    }
    return snapshot.report;
  }

  private Snapshot take() {
    // First the number, then the states: what changes in between makes the report old at once.
    long change = changes.get();
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
        new HealthReport(aggregate(probes), probes, symptoms.observations()), change, validUntil);
  }

  Status aggregate(List<ProbeHealth> probes) {
    try {
      return aggregation.of(probes);
    } catch (RuntimeException failure) {
      return Status.UNKNOWN;
    }
  }
}
