package com.holdwall.runbook;

/**
 * A step that confirms what is wrong. It changes nothing: a {@link Check} cannot hold a command
 * that does. Immutable.
 *
 * @param id where it stands
 * @param text the runbook's own words, as Markdown
 * @param check what the step runs
 */
public record DiagnosisStep(StepId id, String text, Check check) {

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if the text is blank or the id is not of the diagnosis section
   */
  public DiagnosisStep {
    Require.text("diagnosis step", text);
    Require.section(id, id.section() == Section.DIAGNOSIS, "the diagnosis section");
  }
}
