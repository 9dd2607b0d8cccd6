package com.holdwall.probes.contract;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.Reading;
import com.holdwall.runbook.Comparison;
import com.holdwall.runbook.Evidence;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.Status;
import com.holdwall.runbook.SymptomId;
import com.holdwall.runbook.evaluation.SignalReader;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * A registry whose one probe finds nothing: what it observes comes from the service's own outcomes
 * alone.
 */
public final class PassiveSymptoms implements AutoCloseable {

  private final ProbeRegistry registry;

  private PassiveSymptoms(ProbeRegistry registry) {
    this.registry = registry;
  }

  /**
   * Starts the registry.
   *
   * @param probe the name of the probe that is stood in for
   * @param runbook its runbook
   * @param findings all that it could find
   * @param signals where the outcomes are told
   */
  public static PassiveSymptoms of(
      String probe, RunbookId runbook, Enum<?>[] findings, SignalReader signals) {
    return new PassiveSymptoms(
        ProbeRegistry.builder()
            .register(
                new QuietProbe(probe, runbook, Arrays.stream(findings).map(Enum::name).toList()))
            .signals(signals)
            .build()
            .start());
  }

  /** {@return the registry} */
  public ProbeRegistry registry() {
    return registry;
  }

  /** {@return what is said of a symptom now} */
  public Observation seen(SymptomId symptom) {
    // The first joins a check that may have begun before; the second begins after the outcomes.
    registry.checkAll(Duration.ofSeconds(30));
    registry.checkAll(Duration.ofSeconds(30));
    return registry.health().observations().stream()
        .filter(observation -> observation.symptom().equals(symptom))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    registry.close();
  }

  private record QuietProbe(String name, RunbookId runbook, List<String> findings)
      implements Probe {

    @Override
    public ProbeResult check(CheckContext context) {
      Evidence none =
          new Evidence(
              "attempts", 0, Comparison.AT_LEAST, 1, "attempts", Duration.ZERO, 1, "test", "");
      List<Reading> absent =
          findings.stream().<Reading>map(finding -> new Reading.Absent(finding, none)).toList();
      return new ProbeResult(Status.UP, "fine", absent, List.of());
    }
  }
}
