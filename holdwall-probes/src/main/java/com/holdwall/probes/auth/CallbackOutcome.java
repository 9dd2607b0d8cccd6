package com.holdwall.probes.auth;

/** How an OAuth callback ended. */
public enum CallbackOutcome {
  /** The code was exchanged, and the user is known. */
  SUCCESS,
  /** The user said no at the provider ({@code access_denied}): no fault of the system's. */
  DENIED,
  /** The provider gave another error, the exchange failed, or a token could not be verified. */
  FAILED
}
