package com.holdwall.probes.vectordb;

import static com.holdwall.probes.Readings.measured;

import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.Reading;
import com.holdwall.probes.Readings;
import com.holdwall.runbook.Comparison;
import com.holdwall.runbook.Section;
import com.holdwall.runbook.Status;
import com.holdwall.runbook.StepId;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import com.holdwall.runbook.diagnosis.StepResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a check: health, a reading for each finding, and the runbook's steps. Stateless.
 */
final class VectorVerdict {

  private VectorVerdict() {}

  static ProbeResult of(VectorLook look, VectorProbeBuilder settings, Instant at) {
    List<Reading> readings = readings(look, settings.slowAfter);
    boolean slow = readings.get(readings.size() - 1) instanceof Reading.Present;
    Status status =
        look.trouble()
            .map(trouble -> trouble.finding().status())
            .orElse(slow ? VectorFinding.SLOW.status() : Status.UP);
    String words = look.server(settings.store.product()) + ": " + words(look, slow);
    List<StepResult> steps =
        List.of(
            step(1, StepResult.Outcome.DONE, status + ": " + words, at),
            searches(settings.statistics, at));
    return new ProbeResult(status, words, readings, steps);
  }

  private static String words(VectorLook look, boolean slow) {
    if (look.trouble().isPresent()) {
      return look.trouble().get().words();
    }
    if (look.took().isEmpty()) {
      return "answers; " + look.unsearched().orElse("no search was made");
    }
    long millis = look.took().get().toMillis();
    return slow ? "a search takes " + millis + " ms" : "finds the canary in " + millis + " ms";
  }

  private static List<Reading> readings(VectorLook look, Duration slowAfter) {
    Readings readings = Readings.of("vectordb");
    for (VectorFinding finding : VectorFinding.values()) {
      add(readings, finding, look, slowAfter);
    }
    return readings.list();
  }

  private static void add(
      Readings readings, VectorFinding finding, VectorLook look, Duration slowAfter) {
    VectorFinding found = look.trouble().map(VectorLook.Trouble::finding).orElse(null);
    String words = look.trouble().map(VectorLook.Trouble::words).orElse("");
    if (finding == found) {
      readings.add(finding, attempts(1).detail(words));
    } else if (finding.reach()) {
      readings.add(finding, attempts(0));
    } else if (found != null && found.reach()) {
      readings.unknown(finding, "no search was made: " + words);
    } else if (finding == VectorFinding.SLOW) {
      slow(readings, look, slowAfter);
    } else if (look.unsearched().isPresent()) {
      readings.unknown(finding, look.unsearched().get());
    } else if (found == VectorFinding.SEARCH_FAILED) {
      readings.unknown(finding, "the search failed: " + words);
    } else {
      readings.add(finding, attempts(0));
    }
  }

  private static Readings.Measurement attempts(int failed) {
    return measured("failed attempts", failed, Comparison.AT_LEAST, 1, "attempts");
  }

  private static void slow(Readings readings, VectorLook look, Duration slowAfter) {
    if (look.took().isEmpty()) {
      readings.unknown(VectorFinding.SLOW, look.unsearched().orElse("no search succeeded"));
      return;
    }
    readings.add(
        VectorFinding.SLOW,
        measured(
                "time of a search for one neighbour",
                look.took().get().toNanos() / 1e6,
                Comparison.ABOVE,
                slowAfter.toNanos() / 1e6,
                "ms")
            .detail(look.collections() < 0 ? "" : look.collections() + " collections"));
  }

  private static StepResult searches(@Nullable VectorSearchStatistics statistics, Instant at) {
    return statistics == null
        ? step(2, StepResult.Outcome.FAILED, "the service records no searches", at)
        : step(2, StepResult.Outcome.DONE, statistics.words(), at);
  }

  private static StepResult step(int number, StepResult.Outcome outcome, String words, Instant at) {
    StepId id = new StepId(HoldwallRunbooks.VECTOR_DATABASE_ISSUES, Section.DIAGNOSIS, number);
    return new StepResult(id, outcome, words, at);
  }
}
