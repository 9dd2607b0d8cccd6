package com.holdwall.runbook;

/** The health of a component. Missing data is {@link #UNKNOWN}, never {@link #UP}. */
public enum Status {
  /** It answers, in time. */
  UP,
  /** It answers, but something is wrong. */
  DEGRADED,
  /** It does not serve. */
  DOWN,
  /** It is not known: not checked yet, or the check itself broke. */
  UNKNOWN
}
