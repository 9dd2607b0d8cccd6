package com.holdwall.runbook;

/** How much a symptom says about its runbook when it is observed. */
public enum Role {
  /** Names the runbook by itself. */
  DISCRIMINATING,
  /**
   * Fits several runbooks (timeouts, slowness): names this one only together with another symptom,
   * or with the component's own probe.
   */
  SUPPORTING
}
