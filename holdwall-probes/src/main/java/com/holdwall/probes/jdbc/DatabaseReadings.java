package com.holdwall.probes.jdbc;

import com.holdwall.probes.Reading;
import com.holdwall.runbook.Comparison;
import com.holdwall.runbook.Evidence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts what a check saw into readings, the gravest finding first. */
final class DatabaseReadings {

  private static final String SOURCE = "probe database";

  private final DatabaseProbe.Thresholds thresholds;
  private final List<Reading> readings = new ArrayList<>();

  DatabaseReadings(DatabaseProbe.Thresholds thresholds) {
    this.thresholds = thresholds;
  }

  List<Reading> list() {
    return readings;
  }

  /** The server answered in time. */
  DatabaseReadings answered(Duration roundTrip, Duration deadline) {
    attempts(DatabaseFinding.REFUSED, 0, "");
    attempts(DatabaseFinding.REJECTED, 0, "");
    return answeredIn(roundTrip, deadline);
  }

  private DatabaseReadings answeredIn(Duration took, Duration deadline) {
    readings.add(
        new Reading.Absent(
            DatabaseFinding.UNREACHABLE.name(), answerTime(took, deadline).evidence()));
    return this;
  }

  /** The server, or the way to it, said no. */
  DatabaseReadings failed(SqlFailure failure, Duration took, Duration deadline) {
    for (DatabaseFinding kind : List.of(DatabaseFinding.REFUSED, DatabaseFinding.REJECTED)) {
      attempts(kind, failure.finding() == kind ? 1 : 0, failure.words());
    }
    return failure.finding() == DatabaseFinding.UNREACHABLE
        ? hangs(took, deadline)
        : answeredIn(took, deadline);
  }

  /** No answer so far. */
  DatabaseReadings hangs(Duration elapsed, Duration deadline) {
    EvidenceDraft draft =
        answerTime(elapsed, deadline).detail("the server was asked and has not answered");
    readings.add(new Reading.Present(DatabaseFinding.UNREACHABLE.name(), draft.evidence()));
    return this;
  }

  /** New connections hang, the open one answered in this very check. */
  DatabaseReadings connectHangs(Duration elapsed, Duration deadline) {
    EvidenceDraft draft =
        answerTime(elapsed, deadline)
            .detail("the open connection answers; a new one has not come up");
    readings.add(new Reading.Present(DatabaseFinding.CONNECT_HANGS.name(), draft.evidence()));
    return this;
  }

  private void attempts(DatabaseFinding finding, int failures, String detail) {
    add(
        finding,
        evidence("failed connection attempts", failures, 1, "attempts", Comparison.AT_LEAST)
            .detail(detail));
  }

  private static EvidenceDraft answerTime(Duration took, Duration deadline) {
    return evidence("time to an answer", millis(took), millis(deadline), "ms", Comparison.AT_LEAST);
  }

  /** What the pool's own counters say, and the server's view of the same connections. */
  DatabaseReadings pool(Optional<PoolReading> pool, Optional<ServerSessions> sessions) {
    if (pool.isEmpty()) {
      unknown(DatabaseFinding.POOL_LEAKING, "the pool has not been started");
      unknown(DatabaseFinding.POOL_EXHAUSTED, "the pool has not been started");
      return this;
    }
    leaking(pool.get(), sessions);
    int waiting = pool.get().exhausted() ? pool.get().awaiting() : 0;
    add(
        DatabaseFinding.POOL_EXHAUSTED,
        evidence(
                "threads waiting while every connection is in use",
                waiting,
                1,
                "threads",
                Comparison.AT_LEAST)
            .detail(pool.get().words()));
    return this;
  }

  private void leaking(PoolReading pool, Optional<ServerSessions> sessions) {
    int half = Math.max(1, (pool.maximum() + 1) / 2);
    if (pool.exhausted() && sessions.isEmpty()) {
      unknown(
          DatabaseFinding.POOL_LEAKING,
          "the pool is exhausted, and the server was not asked what its sessions do");
      return;
    }
    int held = pool.exhausted() ? sessions.map(s -> s.heldBy(pool)).orElse(0) : 0;
    String detail =
        held < half
            ? ""
            : "the application holds them; the server sees them idle for more than "
                + thresholds.leakAfter().toMillis()
                + " ms";
    add(
        DatabaseFinding.POOL_LEAKING,
        evidence(
                "connections held without use while the pool is exhausted",
                held,
                half,
                "connections",
                Comparison.AT_LEAST)
            .detail(detail));
  }

  DatabaseReadings latency(Duration roundTrip) {
    add(
        DatabaseFinding.SLOW,
        evidence(
            "round trip on an open connection",
            millis(roundTrip),
            millis(thresholds.slowAfter()),
            "ms",
            Comparison.ABOVE));
    return this;
  }

  DatabaseReadings unknown(DatabaseFinding finding, String reason) {
    readings.add(new Reading.Unknown(finding.name(), reason));
    return this;
  }

  private void add(DatabaseFinding finding, EvidenceDraft draft) {
    readings.add(Reading.of(finding.name(), draft.evidence()));
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1_000_000.0;
  }

  private static EvidenceDraft evidence(
      String signal, double value, double threshold, String unit, Comparison comparison) {
    return new EvidenceDraft(
        new Evidence(signal, value, comparison, threshold, unit, Duration.ZERO, 1, SOURCE, ""));
  }

  /** Evidence of one reading, until its detail is known. */
  private record EvidenceDraft(Evidence evidence) {

    EvidenceDraft detail(String detail) {
      return new EvidenceDraft(
          new Evidence(
              evidence.signal(),
              evidence.value(),
              evidence.comparison(),
              evidence.threshold(),
              evidence.unit(),
              evidence.window(),
              evidence.samples(),
              evidence.source(),
              detail));
    }
  }
}
