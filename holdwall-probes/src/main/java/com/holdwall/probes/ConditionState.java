package com.holdwall.probes;

import com.holdwall.runbook.Observation;
import java.time.Instant;
import java.util.List;

/** What is known of one condition. Not thread-safe: the board guards it. */
interface ConditionState {

  /** The answer now. */
  Observation answer();

  /**
   * Takes the readings of one check; those of a probe that it does not depend on change nothing.
   */
  void update(String probe, List<Reading> readings, Instant at);

  /** Whether the next check of a probe may change the answer: worth a look before its interval. */
  boolean unsettled(String probe);

  /** Takes a person's report; returns whether it is for this condition. */
  default boolean report(Report report, Instant at) {
    return false;
  }

  /** Takes an alert; returns whether it is for this condition. */
  default boolean alert(Alert alert, Instant at) {
    return false;
  }

  /** Forgets reports and alerts that are too old; returns whether there are others. */
  default boolean expire(Instant now) {
    return false;
  }
}
