package com.holdwall.probes.metric;

import com.holdwall.probes.HealthReport;
import com.holdwall.probes.Impact;
import com.holdwall.probes.ProbeHealth;
import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.Reading;
import com.holdwall.runbook.Evidence;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a registry knows, as numbers. Reads a snapshot: no probe runs. */
public final class RegistryMetrics implements MetricSource {

  private final ProbeRegistry registry;

  private RegistryMetrics(ProbeRegistry registry) {
    this.registry = registry;
  }

  /**
   * Makes a source.
   *
   * @param registry the registry
   * @return its numbers
   */
  public static MetricSource of(ProbeRegistry registry) {
    return new RegistryMetrics(registry);
  }

  /**
   * Holdwall's own gauge of a status.
   *
   * @param status the status of all probes
   * @return {@code system_health_status}: 1 for up, 0.5 for degraded, 0 otherwise
   */
  public static Metric overall(Status status) {
    double value = status == Status.UP ? 1 : status == Status.DEGRADED ? 0.5 : 0;
    return Metric.gauge(
        "system_health_status",
        "Health of the service: 1 up, 0.5 degraded, 0 down or unknown.",
        Map.of(),
        value);
  }

  @Override
  public List<Metric> metrics() {
    HealthReport report = registry.health();
    List<Metric> all = new ArrayList<>();
    all.add(overall(report.status()));
    for (Impact.Effect effect : Impact.Effect.values()) {
      String name = effect.name().toLowerCase(Locale.ROOT);
      all.add(
          Metric.gauge(
              "holdwall_gate_open",
              "Whether an orchestrator's question is answered with yes.",
              Map.of("gate", name),
              report.gate(effect).open() ? 1 : 0));
    }
    report.probes().forEach(probe -> probe(all, probe));
    report.observations().forEach(observation -> symptom(all, observation));
    registry
        .redactions()
        .forEach(
            (rule, count) ->
                all.add(
                    Metric.counter(
                        "holdwall_redactions_total",
                        "Secrets taken out of results and reports.",
                        Map.of("rule", rule),
                        (double) count)));
    all.add(
        Metric.counter(
            "holdwall_events_dropped_total",
            "Events that a slow listener did not get.",
            Map.of(),
            (double) registry.droppedEvents()));
    return all;
  }

  private static void probe(List<Metric> all, ProbeHealth probe) {
    Map<String, String> labels =
        Map.of("probe", probe.name(), "runbook", probe.runbook().toString());
    for (Status status : Status.values()) {
      all.add(
          Metric.gauge(
              "holdwall_probe_status",
              "Status of a probe: 1 for the one it has.",
              with(labels, "status", status.name().toLowerCase(Locale.ROOT)),
              probe.status() == status ? 1 : 0));
    }
    all.add(
        Metric.gauge(
            "holdwall_probe_duration_seconds",
            "How long the last check took.",
            labels,
            seconds(probe.took())));
    double age =
        probe
            .checkedAt()
            .map(at -> seconds(Duration.between(at, Instant.now())))
            .orElse(Double.NaN);
    all.add(
        Metric.gauge(
            "holdwall_probe_age_seconds", "How long ago the last check ended.", labels, age));
    all.add(
        Metric.gauge(
            "holdwall_probe_stuck",
            "Whether a check hangs beyond its deadline.",
            labels,
            probe.stuck() ? 1 : 0));
    all.add(
        Metric.counter(
            "holdwall_probe_checks_total",
            "Checks that were started.",
            labels,
            (double) probe.checks()));
    all.add(
        Metric.counter(
            "holdwall_probe_overdue_total",
            "Checks that were abandoned at their deadline.",
            labels,
            (double) probe.overdue()));
    all.add(
        Metric.counter(
            "holdwall_probe_transitions_total",
            "Changes of a probe's status.",
            labels,
            (double) probe.history().changes()));
    probe.readings().forEach(reading -> reading(all, labels, reading));
  }

  private static void reading(List<Metric> all, Map<String, String> labels, Reading reading) {
    @Nullable Evidence evidence = null;
    if (reading instanceof Reading.Present present) {
      evidence = present.evidence();
    } else if (reading instanceof Reading.Absent absent) {
      evidence = absent.evidence();
    }
    if (evidence != null) {
      all.add(
          Metric.gauge(
              "holdwall_probe_finding",
              "Whether the last check found it: 1 yes, 0 no; no value if it could not tell.",
              with(labels, "finding", reading.finding()),
              reading instanceof Reading.Present ? 1 : 0));
      Map<String, String> more =
          with(with(labels, "finding", reading.finding()), "signal", evidence.signal());
      all.add(
          Metric.gauge(
              "holdwall_probe_reading",
              "What the last check measured, in the unit that the label names.",
              with(more, "unit", evidence.unit()),
              evidence.value()));
    }
  }

  private static void symptom(List<Metric> all, Observation observation) {
    Map<String, String> labels =
        Map.of(
            "runbook",
            observation.symptom().runbook().toString(),
            "symptom",
            observation.symptom().key());
    boolean known = !(observation instanceof Observation.NotEvaluable);
    all.add(
        Metric.gauge(
            "holdwall_symptom_evaluable",
            "Whether anything here can tell if a symptom is there.",
            labels,
            known ? 1 : 0));
    // A symptom that nobody can tell has no value: 0 would read as healthy.
    all.add(
        Metric.gauge(
            "holdwall_symptom_observed",
            "Whether a symptom is there: 1 yes, 0 no, NaN unknown.",
            labels,
            known ? observation instanceof Observation.Observed ? 1 : 0 : Double.NaN));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static Map<String, String> with(Map<String, String> labels, String name, String value) {
    Map<String, String> more = new TreeMap<>(labels);
    more.put(name, value);
    return more;
  }
}
