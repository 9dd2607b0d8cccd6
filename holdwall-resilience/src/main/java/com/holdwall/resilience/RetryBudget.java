package com.holdwall.resilience;

import com.holdwall.resilience.internal.Require;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many extra attempts a target may be sent: a token bucket that all its callers share, and that
 * retries, hedges and fallbacks draw from alike. It starts full. An extra attempt takes its {@link
 * Cost}; an attempt that succeeds after a retry gives the last cost back; a call that succeeds at
 * once adds one token. While a target fails altogether, its callers together send at most {@code
 * tokens / 14} retries more. The numbers are those of the AWS SDKs' standard mode (2026): 500
 * tokens, 14 for a transient failure, 5 for throttling.
 *
 * <p>An empty budget denies new attempts; it never cancels one under way. Thread-safe; allocates
 * nothing; a full bucket is only read.
 */
public final class RetryBudget {

  private static final int STANDARD_TOKENS = 500;

  private final int capacity;
  private final AtomicLong tokens;
  private final LongAdder denied = new LongAdder();

  private RetryBudget(int capacity) {
    this.capacity = capacity;
    this.tokens = new AtomicLong(capacity);
  }

  /** What an extra attempt takes. */
  public enum Cost {
    /** After a transient failure: 14 tokens. */
    TRANSIENT(14),
    /** After the target asked to slow down: 5 tokens. */
    THROTTLED(5),
    /** A hedge, sent while the first attempt still runs: 14 tokens. */
    HEDGE(14),
    /** A fallback to another target: 5 tokens. */
    FALLBACK(5);

    private final int tokens;

    Cost(int tokens) {
      this.tokens = tokens;
    }

    /** {@return how many tokens} */
    public int tokens() {
      return tokens;
    }
  }

  /** {@return a new, full budget of 500 tokens} */
  public static RetryBudget standard() {
    return new RetryBudget(STANDARD_TOKENS);
  }

  /**
   * A budget of another size.
   *
   * @param tokens how many it holds when full; at least 1
   * @return a new, full budget
   * @throws IllegalArgumentException if it is less than 1
   */
  public static RetryBudget ofTokens(int tokens) {
    return new RetryBudget(Require.atLeastOne("tokens", tokens));
  }

  /**
   * Takes the tokens for an extra attempt, if they are there.
   *
   * @param cost what the attempt takes
   * @return true if the attempt may be made
   */
  public boolean tryTake(Cost cost) {
    long present = tokens.get();
    while (present >= cost.tokens) {
      if (tokens.compareAndSet(present, present - cost.tokens)) {
        return true;
      }
      present = tokens.get();
    }
    denied.increment();
    return false;
  }

  /** Tells that a call succeeded at its first attempt. */
  public void succeeded() {
    if (tokens.get() < capacity) {
      give(1);
    }
  }

  /**
   * Tells that a call succeeded at an extra attempt.
   *
   * @param lastCost what its last extra attempt took
   */
  public void succeededAfter(Cost lastCost) {
    give(lastCost.tokens);
  }

  private void give(int more) {
    long present = tokens.get();
    while (present < capacity
        && !tokens.compareAndSet(present, Math.min(capacity, present + more))) {
      present = tokens.get();
    }
  }

  /** {@return the tokens left, from 0 to {@link #capacity()}} */
  public int available() {
    return (int) tokens.get();
  }

  /** {@return the tokens of a full budget} */
  public int capacity() {
    return capacity;
  }

  /** {@return how many extra attempts were denied so far} */
  public long denied() {
    return denied.sum();
  }

  @Override
  public String toString() {
    return "RetryBudget[" + available() + " of " + capacity + "]";
  }
}
