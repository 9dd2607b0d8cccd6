package com.holdwall.runbook;

/**
 * The identity of a step: where it stands in its runbook. Written {@code runbook/section/number}.
 * Immutable.
 *
 * @param runbook the runbook
 * @param section the section
 * @param number the position in the section, from 1
 */
public record StepId(RunbookId runbook, Section section, int number) {

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if {@code number} is less than 1
   */
  public StepId {
    Require.atLeastOne("step number", number);
  }

  /** {@return {@code runbook/section/number}, such as {@code memory-leaks/diagnosis/2}} */
  @Override
  public String toString() {
    return runbook + "/" + section.slug() + "/" + number;
  }
}
