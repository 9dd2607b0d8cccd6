package com.holdwall.resilience.dlq.redrive;

import java.util.List;

/**
 * What a redrive did, or would do. Immutable.
 *
 * @param dryRun true if nothing was written
 * @param seen letters looked at
 * @param replayed letters put back
 * @param parked letters that were put back often enough, and went to the parked topic
 * @param filtered letters that the filter left where they are
 * @param refused letters that cannot be put back, each with the reason, at most 100 of them
 * @param refusals how many of those there are
 * @param stoppedEarly why it ended before its end; empty if it did not
 */
public record RedriveReport(
    boolean dryRun,
    long seen,
    long replayed,
    long parked,
    long filtered,
    List<String> refused,
    long refusals,
    String stoppedEarly) {

  /** Copies the list. */
  public RedriveReport {
    refused = List.copyOf(refused);
  }
}
