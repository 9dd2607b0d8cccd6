package com.holdwall.resilience;

/** What a {@link Breaker} does with calls. */
public enum BreakerPhase {
  /** Calls go through, and their outcomes are watched. */
  CLOSED,
  /** Calls are refused until the open time is over. */
  OPEN,
  /** A few calls go through to see whether the target is back; others are refused. */
  HALF_OPEN,
  /** Switched off by hand: calls go through, and nothing is recorded. */
  DISABLED,
  /** Switched by hand: calls go through and are recorded, and it never opens. */
  METRICS_ONLY,
  /** Switched by hand: calls are refused, however long it takes. */
  FORCED_OPEN
}
