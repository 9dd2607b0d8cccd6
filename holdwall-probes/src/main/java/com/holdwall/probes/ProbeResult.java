package com.holdwall.probes;

import com.holdwall.runbook.Status;
import com.holdwall.runbook.diagnosis.StepResult;
import java.util.List;
import java.util.Optional;

/**
 * What one check saw. Immutable.
 *
 * @param status the dependency's health
 * @param summary one sentence for a person; not blank; holds no secret
 * @param readings an answer for each finding that the probe looks for, the gravest first; a missing
 *     one is unknown
 * @param steps the runbook's diagnosis steps that this check carried out
 */
public record ProbeResult(
    Status status, String summary, List<Reading> readings, List<StepResult> steps) {

  /**
   * Checks the summary and copies the lists.
   *
   * @throws IllegalArgumentException if the summary is blank
   */
  public ProbeResult {
    if (summary.isBlank()) {
      throw new IllegalArgumentException("summary must not be blank, but is '" + summary + "'");
    }
    readings = List.copyOf(readings);
    steps = List.copyOf(steps);
  }

  /** {@return the gravest finding that is present; empty if none is} */
  public Optional<String> finding() {
    return readings.stream()
        .filter(Reading.Present.class::isInstance)
        .map(Reading::finding)
        .findFirst();
  }

  /**
   * Makes the result of a check that could not look.
   *
   * @param reason why, in a sentence; holds no secret
   * @return unknown health, without readings
   * @throws IllegalArgumentException if the reason is blank
   */
  public static ProbeResult unknown(String reason) {
    return new ProbeResult(Status.UNKNOWN, reason, List.of(), List.of());
  }
}
