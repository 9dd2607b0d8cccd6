package com.holdwall.runbook;

import org.jspecify.annotations.Nullable;

/**
 * What must hold before a command is run. Immutable.
 *
 * @param text a sentence for a person
 * @param absent the symptom that must not be observed for it to hold; null where only a person can
 *     tell
 */
public record Precondition(String text, @Nullable SymptomId absent) {

  /**
   * Checks the text.
   *
   * @throws IllegalArgumentException if {@code text} is blank
   */
  public Precondition {
    Require.text("precondition", text);
  }

  /**
   * Makes a precondition that only a person can check.
   *
   * @param text a sentence
   * @return the precondition
   * @throws IllegalArgumentException if {@code text} is blank
   */
  public static Precondition manual(String text) {
    return new Precondition(text, null);
  }

  /**
   * Makes a precondition that holds while a symptom is not observed.
   *
   * @param absent the symptom
   * @param text a sentence
   * @return the precondition
   * @throws IllegalArgumentException if {@code text} is blank
   */
  public static Precondition absent(SymptomId absent, String text) {
    return new Precondition(text, absent);
  }
}
