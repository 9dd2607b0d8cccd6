package com.holdwall.probes;

import com.holdwall.runbook.Observation;
import com.holdwall.runbook.Status;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is known of all dependencies at one moment. Immutable.
 *
 * @param status the status of them all, by the registry's {@link Aggregation}
 * @param probes one entry for each probe, in the order of registration
 * @param observations one entry for each symptom of the catalogue, in its order
 */
public record HealthReport(
    Status status, List<ProbeHealth> probes, List<Observation> observations) {

  /** Copies the lists. */
  public HealthReport {
    probes = List.copyOf(probes);
    observations = List.copyOf(observations);
  }

  /**
   * Answers one question of an orchestrator.
   *
   * @param effect the question
   * @return the answer, from the probes whose settings have that effect; yes if there is none
   */
  public Gate gate(Impact.Effect effect) {
    return Gate.of(effect, probes);
  }

  /**
   * Selects a group.
   *
   * @param name the group's name
   * @return its probes, in the order of registration; empty if none is in it
   */
  public List<ProbeHealth> group(String name) {
    return probes.stream().filter(probe -> probe.settings().groups().contains(name)).toList();
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
