package com.holdwall.probes.jdbc;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.Reading;
import com.holdwall.runbook.Section;
import com.holdwall.runbook.Status;
import com.holdwall.runbook.StepId;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import com.holdwall.runbook.diagnosis.StepResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The result of a check: health, one sentence, and the runbook's steps that it carried out. */
final class DatabaseVerdict {

  private static final StepId HEALTH = step(1);
  private static final StepId POOL = step(2);

  private DatabaseVerdict() {}

  private static StepId step(int number) {
    return new StepId(HoldwallRunbooks.DATABASE_CONNECTION_ISSUES, Section.DIAGNOSIS, number);
  }

  static ProbeResult of(
      CheckContext context, DatabaseReadings readings, Optional<PoolReading> counters) {
    Optional<Reading.Present> gravest =
        readings.list().stream()
            .filter(Reading.Present.class::isInstance)
            .map(Reading.Present.class::cast)
            .findFirst();
    Status status = gravest.map(found -> status(found.finding())).orElse(Status.UP);
    String words = gravest.map(DatabaseVerdict::words).orElse("answers in time");
    String pool = counters.map(PoolReading::words).orElse("the pool has not been started");
    List<StepResult> steps = new ArrayList<>();
    steps.add(done(HEALTH, status + ": " + words, context));
    steps.add(done(POOL, pool, context));
    return new ProbeResult(status, words + "; " + pool, readings.list(), steps);
  }

  private static Status status(String finding) {
    return switch (DatabaseFinding.valueOf(finding)) {
      case REFUSED, REJECTED, UNREACHABLE -> Status.DOWN;
      case CONNECT_HANGS, POOL_LEAKING, POOL_EXHAUSTED, SLOW -> Status.DEGRADED;
    };
  }

  private static String words(Reading.Present found) {
    String detail = found.evidence().detail();
    return switch (DatabaseFinding.valueOf(found.finding())) {
      case REFUSED -> "no connection can be made (" + detail + ")";
      case REJECTED -> "the server refuses this client (" + detail + ")";
      case UNREACHABLE -> "no answer for " + millis(found);
      case CONNECT_HANGS -> "open connections answer, a new one hangs for " + millis(found);
      case POOL_LEAKING ->
          "the application holds "
              + Math.round(found.evidence().value())
              + " connections without using them";
      case POOL_EXHAUSTED -> "the pool is exhausted";
      case SLOW -> "a round trip takes " + millis(found);
    };
  }

  private static String millis(Reading.Present found) {
    return Math.round(found.evidence().value()) + " ms";
  }

  private static StepResult done(StepId step, String summary, CheckContext context) {
    return new StepResult(step, StepResult.Outcome.DONE, summary, context.startedAt());
  }
}
