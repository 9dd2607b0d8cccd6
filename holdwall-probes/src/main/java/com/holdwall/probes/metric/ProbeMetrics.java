package com.holdwall.probes.metric;

import com.holdwall.probes.ProbeHealth;
import com.holdwall.probes.Reading;
import com.holdwall.runbook.Evidence;
import com.holdwall.runbook.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a registry knows of one probe, as numbers. Stateless. */
final class ProbeMetrics {

  private static final MetricFamily STATUS =
      MetricFamily.gauge(
          "holdwall_probe_status",
          "1",
          "Status of a probe: 1 for the one it has.",
          "probe",
          "runbook",
          "status");

  private static final MetricFamily DURATION =
      gauge("holdwall_probe_duration_seconds", "seconds", "How long the last check took.");

  private static final MetricFamily AGE =
      gauge("holdwall_probe_age_seconds", "seconds", "How long ago the last check ended.");

  private static final MetricFamily STUCK =
      gauge("holdwall_probe_stuck", "1", "Whether a check hangs beyond its deadline.");

  private static final MetricFamily CHECKS =
      counter("holdwall_probe_checks_total", "checks", "Checks that were started.");

  private static final MetricFamily OVERDUE =
      counter(
          "holdwall_probe_overdue_total",
          "checks",
          "Checks that were abandoned at their deadline.");

  private static final MetricFamily TRANSITIONS =
      counter("holdwall_probe_transitions_total", "changes", "Changes of a probe's status.");

  private static final MetricFamily FINDING =
      MetricFamily.gauge(
          "holdwall_probe_finding",
          "1",
          "Whether the last check found it: 1 yes, 0 no; no value if it could not tell.",
          "probe",
          "runbook",
          "finding");

  private static final MetricFamily READING =
      MetricFamily.gauge(
          "holdwall_probe_reading",
          "as the label says",
          "What the last check measured, in the unit that the label names.",
          "probe",
          "runbook",
          "finding",
          "signal",
          "unit");

  private ProbeMetrics() {}

  private static MetricFamily gauge(String name, String unit, String help) {
    return MetricFamily.gauge(name, unit, help, "probe", "runbook");
  }

  private static MetricFamily counter(String name, String unit, String help) {
    return MetricFamily.counter(name, unit, help, "probe", "runbook");
  }

  static void add(List<Metric> all, ProbeHealth probe) {
    String name = probe.name();
    String runbook = probe.runbook().toString();
    for (Status status : Status.values()) {
      String word = status.name().toLowerCase(Locale.ROOT);
      all.add(STATUS.of(probe.status() == status ? 1 : 0, name, runbook, word));
    }
    all.add(DURATION.of(seconds(probe.took()), name, runbook));
    all.add(AGE.of(age(probe), name, runbook));
    all.add(STUCK.of(probe.stuck() ? 1 : 0, name, runbook));
    all.add(CHECKS.of((double) probe.checks(), name, runbook));
    all.add(OVERDUE.of((double) probe.overdue(), name, runbook));
    all.add(TRANSITIONS.of((double) probe.history().changes(), name, runbook));
    probe.readings().forEach(reading -> reading(all, name, runbook, reading));
  }

  private static double age(ProbeHealth probe) {
    return probe
        .checkedAt()
        .map(at -> seconds(Duration.between(at, Instant.now())))
        .orElse(Double.NaN);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static void reading(List<Metric> all, String probe, String runbook, Reading reading) {
    @Nullable Evidence evidence = null;
    if (reading instanceof Reading.Present present) {
      evidence = present.evidence();
    } else if (reading instanceof Reading.Absent absent) {
      evidence = absent.evidence();
    }
    if (evidence != null) {
      double found = reading instanceof Reading.Present ? 1 : 0;
      all.add(FINDING.of(found, probe, runbook, reading.finding()));
      all.add(
          READING.of(
              evidence.value(),
              probe,
              runbook,
              reading.finding(),
              evidence.signal(),
              evidence.unit()));
    }
  }
}
