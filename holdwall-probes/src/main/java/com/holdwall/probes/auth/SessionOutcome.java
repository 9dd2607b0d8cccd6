package com.holdwall.probes.auth;

/** What became of a session that came with a request. A request without one is not recorded. */
public enum SessionOutcome {
  /** It was read, and is valid. */
  VALID,
  /** It was read, and is over. */
  EXPIRED,
  /** It could not be read: the store failed, or the token could not be decoded or verified. */
  UNREADABLE
}
