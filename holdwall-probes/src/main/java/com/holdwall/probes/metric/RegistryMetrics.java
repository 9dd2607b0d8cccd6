package com.holdwall.probes.metric;

import com.holdwall.probes.HealthReport;
import com.holdwall.probes.Impact;
import com.holdwall.probes.ProbeRegistry;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a registry knows, as numbers. Reads a snapshot: no probe runs. */
public final class RegistryMetrics implements MetricSource {

  private static final MetricFamily HEALTH =
      MetricFamily.gauge(
          "system_health_status",
          "1",
          "Health of the service: 1 up, 0.5 degraded, 0 down or unknown.");

  private static final MetricFamily GATE =
      MetricFamily.gauge(
          "holdwall_gate_open",
          "1",
          "Whether an orchestrator's question is answered with yes.",
          "gate");

  private static final MetricFamily EVALUABLE =
      MetricFamily.gauge(
          "holdwall_symptom_evaluable",
          "1",
          "Whether anything here can tell if a symptom is there.",
          "runbook",
          "symptom");

  private static final MetricFamily OBSERVED =
      MetricFamily.gauge(
          "holdwall_symptom_observed",
          "1",
          "Whether a symptom is there: 1 yes, 0 no, NaN unknown.",
          "runbook",
          "symptom");

  private static final MetricFamily REDACTIONS =
      MetricFamily.counter(
          "holdwall_redactions_total",
          "secrets",
          "Secrets taken out of results and reports.",
          "rule");

  private static final MetricFamily DROPPED =
      MetricFamily.counter(
          "holdwall_events_dropped_total", "events", "Events that a slow listener did not get.");

  private final ProbeRegistry registry;

  private RegistryMetrics(ProbeRegistry registry) {
    this.registry = registry;
  }

  /**
   * Makes a source.
   *
   * @param registry the registry
   * @return its numbers, and those of each of its probes that is a {@link MetricSource}
   */
  public static MetricSource of(ProbeRegistry registry) {
    return joined(registry, List.of());
  }

  /**
   * Makes a source that has more to say than a registry.
   *
   * @param registry the registry
   * @param more further sources; one that is there twice, or is a probe of the registry, counts
   *     once
   * @return all their numbers. A source that throws gives none that time, which the log says; of
   *     two metrics of one name with the same labels the earlier source's is given, and the log
   *     says so once
   * @throws IllegalStateException if two sources already give such metrics
   */
  public static MetricSource with(ProbeRegistry registry, List<MetricSource> more) {
    JoinedSources all = joined(registry, more);
    all.refuseClashes();
    return all;
  }

  private static JoinedSources joined(ProbeRegistry registry, List<MetricSource> more) {
    List<MetricSource> all = new ArrayList<>();
    all.add(new RegistryMetrics(registry));
    all.addAll(registry.probes(MetricSource.class));
    all.addAll(more);
    return new JoinedSources(all);
  }

  /**
   * Holdwall's own gauge of a status.
   *
   * @param status the status of all probes
   * @return {@code system_health_status}: 1 for up, 0.5 for degraded, 0 otherwise
   */
  public static Metric overall(Status status) {
    return HEALTH.of(status == Status.UP ? 1 : status == Status.DEGRADED ? 0.5 : 0);
  }

  @Override
  public List<Metric> metrics() {
    HealthReport report = registry.health();
    List<Metric> all = new ArrayList<>();
    all.add(overall(report.status()));
    for (Impact.Effect effect : Impact.Effect.values()) {
      String name = effect.name().toLowerCase(Locale.ROOT);
      all.add(GATE.of(report.gate(effect).open() ? 1 : 0, name));
    }
    report.probes().forEach(probe -> ProbeMetrics.add(all, probe));
    report.observations().forEach(observation -> symptom(all, observation));
    registry.redactions().forEach((rule, count) -> all.add(REDACTIONS.of((double) count, rule)));
    all.add(DROPPED.of((double) registry.droppedEvents()));
    return all;
  }

  private static void symptom(List<Metric> all, Observation observation) {
    String runbook = observation.symptom().runbook().toString();
    String symptom = observation.symptom().key();
    boolean known = !(observation instanceof Observation.NotEvaluable);
    double there = observation instanceof Observation.Observed ? 1 : 0;
    all.add(EVALUABLE.of(known ? 1 : 0, runbook, symptom));
    // A symptom that nobody can tell has no value: 0 would read as healthy.
    all.add(OBSERVED.of(known ? there : Double.NaN, runbook, symptom));
  }
}
