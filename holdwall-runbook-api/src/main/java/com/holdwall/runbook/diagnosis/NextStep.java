package com.holdwall.runbook.diagnosis;

import com.holdwall.runbook.Precondition;
import com.holdwall.runbook.ResolutionStep;
import java.util.List;

/**
 * A resolution step, and whether it may be taken now. Immutable.
 *
 * @param step the step
 * @param preconditions what must hold first, each with its answer
 */
public record NextStep(ResolutionStep step, List<Checked> preconditions) {

  /** Whether a precondition holds. */
  public enum Answer {
    /** It holds. */
    HOLDS,
    /** It does not: the step must not be taken now. */
    VIOLATED,
    /** The process cannot tell: a person checks it. */
    UNKNOWN
  }

  /**
   * A precondition and its answer.
   *
   * @param precondition the precondition
   * @param answer whether it holds
   */
  public record Checked(Precondition precondition, Answer answer) {}

  /** Copies the preconditions. */
  public NextStep {
    preconditions = List.copyOf(preconditions);
  }

  /** {@return whether no precondition is known to be violated} */
  public boolean allowed() {
    return preconditions.stream().noneMatch(checked -> checked.answer() == Answer.VIOLATED);
  }
}
