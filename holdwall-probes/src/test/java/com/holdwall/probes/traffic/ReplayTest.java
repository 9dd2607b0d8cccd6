package com.holdwall.probes.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.ManualClock;
import com.holdwall.probes.Probe;
import com.holdwall.probes.Reading;
import com.holdwall.probes.traffic.Offline.Verdict;
import com.holdwall.probes.traffic.Traffic.Phase;
import com.holdwall.probes.traffic.Traffic.Request;
import com.holdwall.runbook.DetectionCondition.MetricTrend;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.catalog.HoldwallMetrics;
import com.holdwall.runbook.catalog.HoldwallSymptoms;
import com.holdwall.runbook.evaluation.MetricEvaluator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Generated days are recorded request by request, and judged again and again: every verdict is that
 * of an exact offline computation. To target/figures/traffic-replay.json.
 */
class ReplayTest {

  private static final Set<String> BURNING = Set.of("BURNING_FAST", "BURNING", "BURNING_SLOWLY");
  private static final List<String> ROWS = new ArrayList<>();

  /** A kind of day: how often it is judged, and what it must and must not show. */
  record Day(
      String name, Duration every, Set<String> shows, Set<String> never, List<Phase> phases) {

    long end() {
      return phases.get(phases.size() - 1).until().toNanos();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static final Day OUTAGE =
      new Day(
          "outage",
          Duration.ofSeconds(10),
          Set.of("BURNING_FAST", "ERROR_RATE_HIGH", "P95_HIGH", "5xx", "timeouts"),
          Set.of(),
          List.of(phase(90, 5, 0.0005, 80), phase(110, 5, 0.6, 900), phase(200, 5, 0.0005, 80)));

  static List<Day> days() {
    return List.of(
        OUTAGE,
        new Day(
            "blip",
            Duration.ofSeconds(10),
            Set.of("ERROR_RATE_HIGH"),
            BURNING,
            List.of(phase(100, 5, 0.0002, 80), phase(101, 5, 0.1, 80), phase(170, 5, 0, 80))),
        new Day(
            "slow burn",
            Duration.ofMinutes(5),
            Set.of("BURNING_SLOWLY"),
            Set.of("BURNING_FAST"),
            List.of(phase(40 * 60, 0.5, 0.0001, 80), phase(80 * 60, 0.5, 0.004, 80))),
        new Day(
            "low traffic",
            Duration.ofSeconds(30),
            Set.of(),
            BURNING,
            List.of(phase(12 * 60, 0.02, 0.004, 80))),
        new Day(
            "two bad hours",
            Duration.ofMinutes(1),
            Set.of("BURNING", "ERROR_RATE_HIGH"),
            Set.of(),
            List.of(phase(5 * 60, 2, 0.0001, 80), phase(7 * 60, 2, 0.05, 80))));
  }

  private static Phase phase(long minutes, double perSecond, double errors, double millis) {
    return new Phase(Duration.ofMinutes(minutes), perSecond, errors, millis);
  }

  @ParameterizedTest
  @MethodSource("days")
  void everyVerdict_isThatOfTheOfflineComputation(Day day) {
    Run run = new Run(Traffic.of(7, day.phases()), 0);
    run.play(day.end(), day.every());

    ROWS.add(run.row(day.name()));
    assertThat(run.differing).isEmpty();
    assertThat(run.shown).containsAll(day.shows()).noneMatch(day.never()::contains);
  }

  /** A deployment in the middle of an outage: the new process knows nothing of what was before. */
  @Test
  void restart_beginsAnew_andSaysWhatItCannotKnowYet() {
    List<Request> requests = Traffic.of(99, OUTAGE.phases());
    long restart = Duration.ofMinutes(95).plusMillis(3_210).toNanos();
    Run first = new Run(requests, 0);
    first.play(restart, OUTAGE.every());
    Run second = new Run(requests, restart);
    second.play(OUTAGE.end(), OUTAGE.every());

    ROWS.add(first.row("deploy restart, before"));
    ROWS.add(second.row("deploy restart, after"));
    assertThat(first.differing).isEmpty();
    assertThat(second.differing).isEmpty();
    assertThat(first.shown).contains("BURNING_FAST");
    // The outage was over before half of an hour was known.
    assertThat(second.shown).contains("ERROR_RATE_HIGH").doesNotContain("BURNING_FAST");
    assertThat(second.unknown).contains("BURNING_FAST", "BURNING", "BURNING_SLOWLY", "5xx");
  }

  @AfterAll
  static void keepFigures() throws Exception {
    Files.writeString(
        Files.createDirectories(Path.of("target", "figures")).resolve("traffic-replay.json"),
        "[" + String.join(",\n ", ROWS) + "]\n");
  }

  /** One process that records from its start on, and the list of what it saw. */
  private static final class Run {

    private final ManualClock clock = new ManualClock();
    private final List<Request> requests;
    private final long start;
    private final Offline offline;
    private final RequestRecorder recorder;
    private final Probe errors;
    private final Probe latency;
    private final MetricEvaluator serverErrors =
        MetricEvaluator.of(
            HoldwallSymptoms.SERVER_ERRORS_INCREASING, trend(HoldwallMetrics.HTTP_SERVER_ERRORS));
    private final MetricEvaluator timeouts =
        MetricEvaluator.of(
            HoldwallSymptoms.TIMEOUTS_INCREASING, trend(HoldwallMetrics.HTTP_TIMEOUTS));
    private final List<String> differing = new ArrayList<>();
    private final Set<String> shown = new TreeSet<>();
    private final Set<String> unknown = new TreeSet<>();
    private int verdicts;

    Run(List<Request> all, long start) {
      this.requests = all.stream().filter(request -> request.atNanos() >= start).toList();
      this.start = start;
      this.offline = new Offline(requests, start);
      clock.goTo(start);
      this.recorder = RequestRecorder.builder().time(clock::nanoTime, clock).build();
      this.errors = ErrorRateProbe.of(recorder);
      this.latency = LatencyProbe.of(recorder);
    }

    /** That of the catalogue, which clears at once: the offline computation has no memory. */
    private static MetricTrend trend(String metric) {
      return new MetricTrend(metric, 2, 2, Duration.ofMinutes(5), Duration.ofHours(1), 10);
    }

    void play(long end, Duration every) {
      int next = 0;
      for (long moment : Offline.moments(start, end, every)) {
        for (; next < requests.size() && requests.get(next).atNanos() <= moment; next++) {
          Request request = requests.get(next);
          clock.goTo(request.atNanos());
          recorder.record("GET /claims", request.status(), request.nanos(), request.outcome());
        }
        clock.goTo(moment);
        judge(moment);
      }
    }

    private void judge(long now) {
      Map<String, Verdict> ours = new TreeMap<>();
      readings(errors, ours);
      readings(latency, ours);
      ours.put("5xx", verdict(serverErrors.evaluate(recorder, clock.instant())));
      ours.put("timeouts", verdict(timeouts.evaluate(recorder, clock.instant())));
      Map<String, Verdict> exact =
          Map.of(
              "BURNING_FAST", offline.burn(now, Duration.ofHours(1), Duration.ofMinutes(5), 14.4),
              "BURNING", offline.burn(now, Duration.ofHours(6), Duration.ofMinutes(30), 6),
              "BURNING_SLOWLY", offline.burn(now, Duration.ofDays(3), Duration.ofHours(6), 1),
              "ERROR_RATE_HIGH", offline.errorRate(now),
              "P95_HIGH", offline.latency(now),
              "5xx", offline.serverErrorTrend(now),
              "timeouts", offline.timeoutTrend(now));
      exact.forEach(
          (rule, verdict) -> compare(now, rule, verdict, ours.getOrDefault(rule, Verdict.UNKNOWN)));
    }

    private void compare(long now, String rule, Verdict exact, Verdict ours) {
      verdicts++;
      if (exact != ours) {
        differing.add(rule + " at " + Duration.ofNanos(now) + ": " + ours + ", not " + exact);
      }
      if (exact == Verdict.PRESENT) {
        shown.add(rule);
      } else if (exact == Verdict.UNKNOWN) {
        unknown.add(rule);
      }
    }

    private void readings(Probe probe, Map<String, Verdict> into) {
      try {
        probe
            .check(new CheckContext(clock.instant(), Duration.ofSeconds(3)))
            .readings()
            .forEach(reading -> into.put(reading.finding(), verdict(reading)));
      } catch (Exception broken) {
        throw new AssertionError(broken);
      }
    }

    private static Verdict verdict(Reading reading) {
      if (reading instanceof Reading.Present) {
        return Verdict.PRESENT;
      }
      return reading instanceof Reading.Absent ? Verdict.ABSENT : Verdict.UNKNOWN;
    }

    private static Verdict verdict(Observation observation) {
      if (observation instanceof Observation.Observed) {
        return Verdict.PRESENT;
      }
      return observation instanceof Observation.NotObserved ? Verdict.ABSENT : Verdict.UNKNOWN;
    }

    String row(String name) {
      return String.format(
          Locale.ROOT,
          "{\"traffic\": \"%s\", \"requests\": %d, \"verdicts\": %d, \"differing\": %d,"
              + " \"raised\": \"%s\"}",
          name,
          requests.size(),
          verdicts,
          differing.size(),
          String.join(" ", shown));
    }
  }
}
