package com.holdwall.runbook;

import java.time.Instant;

/**
 * One of three answers about a symptom. There is no fourth, and no boolean: missing data is {@link
 * NotEvaluable}, never {@link NotObserved}. Immutable.
 */
public sealed interface Observation {

  /** {@return the symptom that this is about} */
  SymptomId symptom();

  /**
   * The symptom is there.
   *
   * @param symptom the symptom
   * @param since when it was first observed without a break
   * @param evidence what that rests on
   */
  record Observed(SymptomId symptom, Instant since, Evidence evidence) implements Observation {}

  /**
   * The symptom was looked for and is not there.
   *
   * @param symptom the symptom
   * @param evidence what that rests on
   */
  record NotObserved(SymptomId symptom, Evidence evidence) implements Observation {}

  /**
   * Nobody can say.
   *
   * @param symptom the symptom
   * @param reason why, in a sentence; not blank
   */
  record NotEvaluable(SymptomId symptom, String reason) implements Observation {
    /**
     * Checks the reason.
     *
     * @throws IllegalArgumentException if {@code reason} is blank
     */
    public NotEvaluable {
      Require.text("reason", reason);
    }
  }
}
