package com.holdwall.runbook.diagnosis;

import com.holdwall.runbook.StepId;
import java.time.Instant;

/**
 * What an executed diagnosis step found. Immutable.
 *
 * @param step the step
 * @param status how it ended
 * @param summary one sentence for a person; holds no secret
 * @param at when it was executed
 */
public record StepResult(StepId step, Outcome status, String summary, Instant at) {

  /** How an executed step ended. */
  public enum Outcome {
    /** It ran; what it found stands in the summary. */
    DONE,
    /** It could not be run; the summary says why. */
    FAILED
  }

  /**
   * Checks the summary.
   *
   * @throws IllegalArgumentException if {@code summary} is blank
   */
  public StepResult {
    if (summary.isBlank()) {
      throw new IllegalArgumentException("summary of step '" + step + "' must not be blank");
    }
  }
}
