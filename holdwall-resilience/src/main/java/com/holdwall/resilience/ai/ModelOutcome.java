package com.holdwall.resilience.ai;

/**
 * How a call of a model ended, as statistics count it. The names are those of {@code CallOutcome}
 * in the probes module, which this module does not know: {@code CallOutcome.valueOf(o.name())}.
 */
public enum ModelOutcome {
  /** The whole answer came. */
  SUCCESS,
  /** A time limit ended it, or the provider said so with 408. */
  TIMEOUT,
  /** The provider said that there were too many: 429. */
  RATE_LIMITED,
  /** The provider failed, could not be reached, or its answer broke off or made no sense. */
  SERVER_ERROR,
  /** The provider refuses this client: a wrong key, no credit, an unknown model. */
  REJECTED,
  /** The request itself was wrong. */
  CALLER_ERROR
}
