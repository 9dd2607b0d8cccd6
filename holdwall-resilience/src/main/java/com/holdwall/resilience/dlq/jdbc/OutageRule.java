package com.holdwall.resilience.dlq.jdbc;

import java.util.concurrent.atomic.LongAdder;

/**
 * Tells an outage from a poisonous record. A record that failed for a transient reason is given up
 * only on evidence that the dependency serves others: since its first failure more records, or
 * batches, succeeded than attempts failed so, and that is so over the last few failures, too.
 * Without that evidence the record is held; and when fewer records succeeded than were held, over
 * the last {@code minimum} that were, it is an outage: a few that are held for ever make none while
 * others are served. A success costs one counter. Thread-safe.
 */
final class OutageRule {

  /** What becomes of a record that failed for a transient reason. */
  enum Verdict {
    /** Its own problem: on to a delayed retry or to the dead letters. */
    GIVE_UP,
    /** Nobody knows: try it again later, here. */
    HOLD
  }

  /** The counts at a record's first failure. */
  record Evidence(long succeeded, long failed) {}

  /** Over so many failures an outage shows, however well it went before. */
  private static final int RECENT = 10;

  private final int minimum;
  private final LongAdder succeeded = new LongAdder();

  // guarded by this
  private final long[] succeededAtFailure = new long[RECENT];
  private final long[] succeededAtHold;
  private long failed;
  private long holds;

  OutageRule(int minimum) {
    this.minimum = minimum;
    this.succeededAtHold = new long[minimum];
  }

  void succeeded() {
    succeeded.increment();
  }

  synchronized void failed() {
    succeededAtFailure[(int) (failed++ % RECENT)] = succeeded.sum();
  }

  synchronized Evidence evidence() {
    return new Evidence(succeeded.sum(), failed);
  }

  /**
   * Judges a record.
   *
   * @param since the counts at its first failure, that one not included
   * @param ownFailures how many of the failures since are its own
   * @param elsewhere whether a delayed retry is left, which is no dead end: there a lack of
   *     evidence does not hold it, only the signs of an outage do
   */
  synchronized Verdict judge(Evidence since, int ownFailures, boolean elsewhere) {
    long served = succeeded.sum() - since.succeeded();
    long others = failed - since.failed() - ownFailures;
    boolean evident = elsewhere || served > others;
    return evident && serves() ? Verdict.GIVE_UP : Verdict.HOLD;
  }

  /** Whether more succeeded than failed over the last failures; true while there are too few. */
  private boolean serves() {
    if (failed < RECENT) {
      return true;
    }
    long oldest = succeededAtFailure[(int) (failed % RECENT)];
    return succeeded.sum() - oldest > RECENT;
  }

  /** Takes note that a record is held. {@return whether it is an outage} */
  synchronized boolean held() {
    succeededAtHold[(int) (holds++ % minimum)] = succeeded.sum();
    if (holds < minimum) {
      return false;
    }
    long oldest = succeededAtHold[(int) (holds % minimum)];
    return succeeded.sum() - oldest < minimum;
  }

  /** The outage is over: what was held in it says nothing about the time after it. */
  synchronized void recovered() {
    holds = 0;
  }
}
