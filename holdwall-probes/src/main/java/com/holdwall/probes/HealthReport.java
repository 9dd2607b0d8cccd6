package com.holdwall.probes;

import com.holdwall.runbook.Observation;
import com.holdwall.runbook.Status;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is known of all dependencies at one moment. Immutable.
 *
 * @param status DOWN if one is down; else DEGRADED if one is degraded; else UNKNOWN if one is
 *     unknown or there is none; else UP
 * @param probes one entry for each probe, in the order of registration
 * @param observations one entry for each symptom of the catalogue, in its order
 */
public record HealthReport(
    Status status, List<ProbeHealth> probes, List<Observation> observations) {

  private static final List<Status> WORST_FIRST =
      List.of(Status.DOWN, Status.DEGRADED, Status.UNKNOWN);

  /** Copies the lists. */
  public HealthReport {
    probes = List.copyOf(probes);
    observations = List.copyOf(observations);
  }

  static HealthReport of(List<ProbeHealth> probes, List<Observation> observations) {
    Status worst =
        WORST_FIRST.stream()
            .filter(status -> probes.stream().anyMatch(probe -> probe.status() == status))
            .findFirst()
            .orElse(probes.isEmpty() ? Status.UNKNOWN : Status.UP);
    return new HealthReport(worst, probes, observations);
  }

  /**
   * Selects one dependency.
   *
   * @param name the probe's name
   * @return what is known of it
   * @throws IllegalArgumentException if no probe of that name is registered
   */
  public ProbeHealth probe(String name) {
    for (ProbeHealth probe : probes) {
      if (probe.name().equals(name)) {
        return probe;
      }
    }
    throw new IllegalArgumentException(
        "probe '"
            + name
            + "' is not registered; registered are "
            + probes.stream().map(ProbeHealth::name).collect(Collectors.toList()));
  }
}
