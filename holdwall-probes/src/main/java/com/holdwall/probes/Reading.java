package com.holdwall.probes;

import com.holdwall.runbook.Evidence;

/**
 * One of three answers of one check about one finding, such as {@code POOL_EXHAUSTED}. Immutable.
 */
public sealed interface Reading {

  /** {@return the finding that this is about, in upper case, such as {@code SLOW}} */
  String finding();

  /**
   * The check found it.
   *
   * @param finding the finding
   * @param evidence what that rests on
   */
  record Present(String finding, Evidence evidence) implements Reading {}

  /**
   * The check looked for it and did not find it.
   *
   * @param finding the finding
   * @param evidence what that rests on
   */
  record Absent(String finding, Evidence evidence) implements Reading {}

  /**
   * The check could not tell.
   *
   * @param finding the finding
   * @param reason why, in a sentence
   */
  record Unknown(String finding, String reason) implements Reading {}

  /**
   * Decides by the evidence itself: present if its value is on the symptom's side of its threshold.
   *
   * @param finding the finding
   * @param evidence what was measured
   * @return the reading
   */
  static Reading of(String finding, Evidence evidence) {
    return evidence.comparison().test(evidence.value(), evidence.threshold())
        ? new Present(finding, evidence)
        : new Absent(finding, evidence);
  }
}
