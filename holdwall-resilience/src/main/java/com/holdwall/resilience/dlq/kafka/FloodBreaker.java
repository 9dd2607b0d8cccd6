package com.holdwall.resilience.dlq.kafka;

import java.util.concurrent.atomic.LongAdder;

/**
 * Tells an outage from a poisonous record. A record that failed for a transient reason is given up
 * only on evidence that the dependency serves others: since its first failure more records
 * succeeded than attempts failed so, and that holds over the last few failures, too. Without that
 * evidence the record is held, and when {@code minimum} records are held, or a breaker is open, all
 * processing is. A success costs one counter. Thread-safe.
 */
final class FloodBreaker {

  /** What becomes of a record that failed for a transient reason. */
  enum Verdict {
    /** Its own problem: on to the retry topic or the dead-letter topic. */
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
  private long failed;

  FloodBreaker(int minimum) {
    this.minimum = minimum;
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
   * @param elsewhere whether it would go to a retry topic, which is no dead end: there a lack of
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

  /** Whether so many records are held that it is an outage. */
  boolean outage(int held) {
    return held >= minimum;
  }
}
