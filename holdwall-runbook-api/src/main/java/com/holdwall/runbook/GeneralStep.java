package com.holdwall.runbook;

import java.util.List;

/**
 * A troubleshooting step that fits every incident. Immutable.
 *
 * @param number the position, from 1
 * @param title what to do
 * @param text the rest of the line, as Markdown; may be empty
 * @param details what to look at, as Markdown; may be empty
 */
public record GeneralStep(int number, String title, String text, List<String> details) {

  /**
   * Checks the parts and copies the details.
   *
   * @throws IllegalArgumentException if the number is less than 1 or the title is blank
   */
  public GeneralStep {
    Require.atLeastOne("step number", number);
    Require.text("step title", title);
    details = List.copyOf(details);
  }
}
