package com.holdwall.resilience.dlq.kafka;

import com.holdwall.resilience.Ticker;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Tells an outage from a poisonous record. A record that failed for a transient reason is given up
 * only on evidence that the dependency serves others: since its first failure more than twice as
 * many records succeeded as failed for the first time, and that holds over the last few of those,
 * too. Without that evidence the record is held, and when {@code minimum} records are held and the
 * last ones failed, or a breaker is open, all processing is. What fails again says nothing new
 * about the dependency, and is not counted: else poisonous records that are tried again and again
 * would look like an outage that never ends. A success costs one counter. Thread-safe.
 */
final class FloodBreaker {

  /** What becomes of a record that failed for a transient reason. */
  enum Verdict {
    /** Its own problem: on to the retry topic or the dead-letter topic. */
    GIVE_UP,
    /** Nobody knows: try it again later, here. */
    HOLD
  }

  /** The counts after a record's first failure. */
  record Evidence(long succeeded, long failed, long nanos) {}

  /**
   * Over so many failures an outage shows, however well it went before; over fewer, one record in
   * ten that is poisonous would look like one now and then by chance.
   */
  private static final int RECENT = 20;

  /** So many records must be served for each that fails. */
  private static final int SERVED_PER_FAILED = 2;

  /** How long evidence is good for the next records of a key whose last one was given up. */
  private static final long INHERITED_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final int minimum;
  private final Ticker ticker;
  private final LongAdder succeeded = new LongAdder();

  // guarded by this
  private final long[] succeededAtFailure = new long[RECENT];
  private long failed;
  private long forgotten;

  FloodBreaker(int minimum, Ticker ticker) {
    this.minimum = minimum;
    this.ticker = ticker;
  }

  void succeeded() {
    succeeded.increment();
  }

  /** A record has failed that never had before. */
  synchronized void failed() {
    succeededAtFailure[(int) (failed++ % RECENT)] = succeeded.sum();
  }

  synchronized Evidence evidence() {
    return new Evidence(succeeded.sum(), failed, ticker.nanos());
  }

  /**
   * Whether evidence still holds for the next record of a key. All records of a tenant may be
   * poisonous, and while they come one after the other nobody else may be left to be served.
   */
  boolean fresh(Evidence inherited) {
    return ticker.nanos() - inherited.nanos() < INHERITED_NANOS;
  }

  /**
   * Judges a record.
   *
   * @param since the counts at its first failure, that one included
   * @param elsewhere whether it would go to a retry topic, which is no dead end: there a lack of
   *     evidence does not hold it, only the signs of an outage do
   */
  synchronized Verdict judge(Evidence since, boolean elsewhere) {
    long served = succeeded.sum() - since.succeeded();
    long others = failed - since.failed();
    boolean evident = elsewhere || served > SERVED_PER_FAILED * others;
    return evident && serves() ? Verdict.GIVE_UP : Verdict.HOLD;
  }

  /** Whether others were served since a record's first failure, whatever the last ones say. */
  boolean evident(@Nullable Evidence since) {
    return since != null && judgeAlone(since);
  }

  private synchronized boolean judgeAlone(Evidence since) {
    return succeeded.sum() - since.succeeded() > SERVED_PER_FAILED * (failed - since.failed());
  }

  /** Whether enough succeeded beside the last failures; true while there are too few. */
  private boolean serves() {
    if (failed - forgotten < RECENT) {
      return true;
    }
    long oldest = succeededAtFailure[(int) (failed % RECENT)];
    return succeeded.sum() - oldest > SERVED_PER_FAILED * RECENT;
  }

  /** Whether it is an outage that so many records are held. */
  synchronized boolean outage(int held) {
    return held >= minimum && !serves();
  }

  /** What failed in an outage says nothing about the time after it. */
  synchronized void over() {
    forgotten = failed;
  }
}
