package com.holdwall.runbook;

/**
 * What keeps the incident from coming back unseen. Immutable.
 *
 * @param id where it stands
 * @param text the runbook's own words, as Markdown
 */
public record PreventionItem(StepId id, String text) {

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if the text is blank or the id is not of the prevention
   *     section
   */
  public PreventionItem {
    Require.text("prevention item", text);
    Require.section(id, id.section() == Section.PREVENTION, "the prevention section");
  }
}
