package com.holdwall.probes.http;

/** What a caller may ask for, beyond a bare status. */
public enum Permission {
  /** Why the status is what it is: findings, evidence, names of components. */
  DETAILS,
  /** Numbers. */
  METRICS,
  /** Runbooks and the diagnosis, with the commands to type. */
  RUNBOOKS,
  /** To say that a symptom is there, or to send alerts. */
  REPORT
}
