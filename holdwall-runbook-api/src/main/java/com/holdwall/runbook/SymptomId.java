package com.holdwall.runbook;

/**
 * The identity of a symptom: its runbook and a key that is unique within it. Written {@code
 * runbook/key}. Immutable.
 *
 * @param runbook the runbook that lists the symptom
 * @param key lower-case words joined by hyphens, such as {@code pool-exhausted}
 */
public record SymptomId(RunbookId runbook, String key) {

  /**
   * Checks the key.
   *
   * @throws IllegalArgumentException if {@code key} is not lower-case words joined by hyphens
   */
  public SymptomId {
    Require.kebab("symptom key", key);
  }

  /**
   * Reads the written form.
   *
   * @param text {@code runbook/key}
   * @return the identity
   * @throws IllegalArgumentException if {@code text} has another form
   */
  public static SymptomId parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException(
          "symptom id '" + text + "' must have the form runbook/key");
    }
    return new SymptomId(new RunbookId(text.substring(0, slash)), text.substring(slash + 1));
  }

  /** {@return {@code runbook/key}} */
  @Override
  public String toString() {
    return runbook + "/" + key;
  }
}
