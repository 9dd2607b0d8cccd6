package com.holdwall.probes;

import com.holdwall.runbook.Status;
import com.holdwall.runbook.diagnosis.StepResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of one dependency, over time. Written by its runner under the runner's lock; the
 * snapshot may be read by any thread.
 */
final class ProbeState {

  private final Probe probe;
  private final EventQueue events;

  private Status status = Status.UNKNOWN;
  private Instant since;
  private Optional<String> finding = Optional.empty();
  private String summary = "not checked yet";
  private Optional<Instant> checkedAt = Optional.empty();
  private Duration took = Duration.ZERO;
  private boolean stuck;
  private long checks;
  private long overdue;
  private List<StepResult> steps = List.of();
  private volatile ProbeHealth health;

  ProbeState(Probe probe, EventQueue events, Instant now) {
    this.probe = probe;
    this.events = events;
    this.since = now;
    this.health = snapshot();
  }

  ProbeHealth health() {
    return health;
  }

  void started() {
    checks++;
  }

  void overdue() {
    overdue++;
    stuck = true;
  }

  void unstuck() {
    stuck = false;
    health = snapshot();
  }

  void update(ProbeResult result, Duration elapsed, Instant now) {
    Status before = status;
    status = result.status();
    since = status == before ? since : now;
    finding = result.finding();
    summary = result.summary();
    checkedAt = Optional.of(now);
    took = elapsed;
    steps = result.steps();
    health = snapshot();
    if (status != before) {
      events.add(new HealthEvent.StatusChanged(probe.name(), before, status, summary, now));
    }
  }

  private ProbeHealth snapshot() {
    return new ProbeHealth(
        probe.name(),
        probe.runbook(),
        status,
        since,
        finding,
        summary,
        checkedAt,
        took,
        stuck,
        checks,
        overdue,
        steps);
  }
}
