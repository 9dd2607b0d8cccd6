package com.holdwall.probes;

import com.holdwall.runbook.Status;
import com.holdwall.runbook.diagnosis.StepResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of one dependency, over time. Thread-safe. Events are queued under the lock, so
 * that they leave in the order of the changes, and delivered outside it.
 */
final class ProbeState {

  private final Probe probe;
  private final ProbeSettings settings;
  private final EventQueue events;
  private final StatusMachine machine;
  private final FlapGuard flapping;
  private final Instant graceUntil;

  private Status status = Status.UNKNOWN;
  private Status latest = Status.UNKNOWN;
  private Basis basis = Basis.NOT_CHECKED;
  private Instant since;
  private Optional<String> finding = Optional.empty();
  private String summary = "not checked yet";
  private Optional<Instant> checkedAt = Optional.empty();
  private long checkedNanos;
  private Duration took = Duration.ZERO;
  private boolean stuck;
  private long checks;
  private long overdue;
  private List<StepResult> steps = List.of();
  private List<Reading> readings = List.of();
  private History history = History.NONE;
  private volatile ProbeHealth health;

  ProbeState(Probe probe, ProbeSettings settings, EventQueue events, Instant now) {
    this.probe = probe;
    this.settings = settings;
    this.events = events;
    this.machine = new StatusMachine(settings.thresholds());
    this.flapping = new FlapGuard(settings.flapping());
    this.graceUntil = now.plus(settings.startupGrace());
    this.since = now;
    this.health = snapshot();
  }

  ProbeHealth health() {
    return health;
  }

  synchronized void started() {
    checks++;
  }

  synchronized void overdue() {
    overdue++;
    stuck = true;
  }

  synchronized void unstuck() {
    stuck = false;
    health = snapshot();
  }

  /** Takes the end of one check; returns whether its readings count. */
  synchronized boolean update(Outcome outcome, Duration elapsed, Instant now, long nanos) {
    ProbeResult result = outcome.result();
    boolean graced = withinGrace(result, now);
    latest = result.status();
    finding = result.finding();
    checkedAt = Optional.of(now);
    checkedNanos = nanos;
    took = elapsed;
    steps = result.steps();
    readings = result.readings();
    if (graced) {
      conclude(Status.UNKNOWN, Basis.NOT_CHECKED, "still starting: " + result.summary(), now);
    } else {
      Status believed = machine.take(latest);
      Status shown = flapping.take(believed);
      conclude(shown, basis(outcome, believed), words(result, believed), now);
    }
    return !graced;
  }

  private boolean withinGrace(ProbeResult result, Instant now) {
    return result.status() == Status.DOWN
        && history.firstServing().isEmpty()
        && now.isBefore(graceUntil);
  }

  private Basis basis(Outcome outcome, Status believed) {
    if (flapping.holding()) {
      return Basis.FLAPPING;
    }
    if (outcome.basis() != Basis.CHECKED) {
      return outcome.basis();
    }
    return believed == latest ? Basis.CHECKED : Basis.CONFIRMING;
  }

  private String words(ProbeResult result, Status believed) {
    if (flapping.holding()) {
      return flapping.reason() + "; last: " + result.summary();
    }
    return believed == latest
        ? result.summary()
        : "unconfirmed " + latest + ": " + result.summary();
  }

  /** Notices that the last answer is too old; returns whether it did just now. */
  synchronized boolean age(Instant now, long nanos) {
    if (checkedAt.isEmpty() || basis == Basis.STALE || nanos - staleAt() < 0) {
      return false;
    }
    machine.take(Status.UNKNOWN);
    Duration age = Duration.ofNanos(nanos - checkedNanos);
    conclude(
        Status.UNKNOWN,
        Basis.STALE,
        "stale: the last answer, " + latest + ", is " + age.toMillis() + " ms old",
        now);
    return true;
  }

  /**
   * When the last answer gets too old, on the timer's clock; far away if it is, or there is none.
   */
  synchronized long staleAt(long nanos) {
    boolean counts = checkedAt.isPresent() && basis != Basis.STALE;
    return counts ? staleAt() : nanos + Duration.ofDays(1).toNanos();
  }

  private long staleAt() {
    return checkedNanos + settings.staleAfter().toNanos();
  }

  /** Whether the next check may change the status: worth a look before its interval. */
  synchronized boolean unsettled() {
    return basis == Basis.CONFIRMING;
  }

  private void conclude(Status next, Basis on, String words, Instant now) {
    Status before = status;
    status = next;
    basis = on;
    summary = words;
    if (next != before) {
      since = now;
      history = history.with(new History.Transition(before, next, on, words, now));
    }
    health = snapshot();
    if (next != before) {
      events.add(new HealthEvent.StatusChanged(probe.name(), before, next, words, now));
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
        steps,
        basis,
        latest,
        readings,
        settings,
        history);
  }
}
