package com.holdwall.runbook;

import org.jspecify.annotations.Nullable;

/**
 * A step towards the end of the incident. The library prints its command and never runs it.
 * Immutable.
 *
 * @param id where it stands: its section is the horizon
 * @param text the runbook's own words, as Markdown
 * @param command the command that does it; null where the runbook gives none
 */
public record ResolutionStep(StepId id, String text, @Nullable Command command) {

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if the text is blank or the id is not of a resolution section
   */
  public ResolutionStep {
    Require.text("resolution step", text);
    Require.section(id, id.section().isResolution(), "a resolution section");
  }
}
