package com.holdwall.probes.auth;

/** How an attempt to log in ended. */
public enum LoginOutcome {
  /** The user is in. */
  SUCCESS,
  /** The user gave a wrong name or password, or gave up: no fault of the system's. */
  BAD_CREDENTIALS,
  /** The system failed: a provider, a store, a configuration. */
  FAILED
}
