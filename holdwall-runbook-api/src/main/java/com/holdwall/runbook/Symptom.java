package com.holdwall.runbook;

/**
 * Something that can be seen to be wrong, and how it is detected. Immutable.
 *
 * @param id the identity
 * @param description the runbook's own words
 * @param role how much it says about the runbook
 * @param condition when it is observed
 */
public record Symptom(SymptomId id, String description, Role role, DetectionCondition condition) {

  /**
   * Checks the description.
   *
   * @throws IllegalArgumentException if {@code description} is blank
   */
  public Symptom {
    Require.text("symptom description", description);
  }

  Symptom withCondition(DetectionCondition changed) {
    return new Symptom(id, description, role, changed);
  }
}
