package com.holdwall.resilience;

import com.holdwall.resilience.internal.Nanos;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a failed attempt means. Immutable.
 *
 * @param kind what to do about it
 * @param retryAfter what the target asked for; null if nothing
 */
public record Failure(Kind kind, @Nullable RetryAfter retryAfter) {

  /** A failure that waiting may mend. */
  public static final Failure TRANSIENT = new Failure(Kind.TRANSIENT, null);

  /** The target asked to slow down. */
  public static final Failure THROTTLED = new Failure(Kind.THROTTLED, null);

  /** Another attempt would fail just so. */
  public static final Failure PERMANENT = new Failure(Kind.PERMANENT, null);

  /** The caller gave up. */
  public static final Failure CANCELLED = new Failure(Kind.CANCELLED, null);

  /** Checks the parts. */
  public Failure {
    Objects.requireNonNull(kind, "kind must not be null");
  }

  /** What to do about a failed attempt. */
  public enum Kind {
    /** The target's fault: counts against its breaker, and is worth another attempt. */
    TRANSIENT,
    /**
     * The target is well but busy (429): no failure for its breaker, which keeps to the time that
     * the target asked for when it opens; worth another attempt.
     */
    THROTTLED,
    /** The request's fault (4xx), or a mistake in the program: neither. */
    PERMANENT,
    /** The caller cancelled or was interrupted: neither. */
    CANCELLED
  }

  boolean retryable() {
    return kind == Kind.TRANSIENT || kind == Kind.THROTTLED;
  }

  RetryBudget.Cost cost() {
    return kind == Kind.THROTTLED ? RetryBudget.Cost.THROTTLED : RetryBudget.Cost.TRANSIENT;
  }

  long askedNanos() {
    return retryAfter == null ? 0 : Nanos.of(retryAfter.delay());
  }
}
