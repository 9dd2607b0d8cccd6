package com.holdwall.resilience.dlq.redrive;

import java.time.Instant;

/**
 * What became of one letter, for an audit. Immutable.
 *
 * @param time when
 * @param operator who asked for it
 * @param letter the letter's coordinates in the dead-letter topic
 * @param id the letter's stable id; its coordinates if it has none
 * @param action what was done, or would be
 * @param target where it went to; empty if nowhere
 * @param dryRun true if nothing was written
 */
public record RedriveEntry(
    Instant time,
    String operator,
    String letter,
    String id,
    Action action,
    String target,
    boolean dryRun) {

  /** What becomes of a letter. */
  public enum Action {
    /** Put back where it came from. */
    REPLAYED,
    /** Put aside: it was put back often enough. */
    PARKED,
    /** It cannot be put back. */
    REFUSED
  }
}
