package com.holdwall.probes;

/**
 * What a probe's status rests on. It keeps "the dependency is down" apart from "the check itself
 * broke", and an answer apart from a guess.
 */
public enum Basis {
  /** No check has ended yet, or only failed ones within the start-up grace. */
  NOT_CHECKED,
  /** The last check answered, and its answers so far meet the thresholds. */
  CHECKED,
  /** The last check answered, but more of its kind are needed before the status changes. */
  CONFIRMING,
  /** The last check could not tell, by its own account. */
  UNTOLD,
  /** The check itself broke: it threw, or could not be started. */
  CHECK_BROKE,
  /** The check hangs beyond its deadline. */
  HUNG,
  /** The last answer is older than two intervals. */
  STALE,
  /** The status changed too often and is held. */
  FLAPPING
}
