package com.holdwall.probes.auth;

import com.holdwall.runbook.Status;

/** What an {@link AuthProbe} can find, the gravest first. Readings carry the name. */
public enum AuthFinding {
  /** The session endpoint gives no session: no answer, an error, or a masked one. */
  SESSION_ENDPOINT_FAILING(Status.DOWN),
  /** A provider's configuration cannot be had, or is not that of the issuer. */
  DISCOVERY_FAILING(Status.DOWN),
  /** A provider's keys cannot be had, or tokens cannot be verified with them. */
  JWKS_FAILING(Status.DOWN),
  /** A provider's token endpoint gives this client no token. */
  TOKEN_ENDPOINT_FAILING(Status.DOWN),
  /** A provider's clock and this machine's are apart: tokens are too early or too late. */
  CLOCK_SKEWED(Status.DEGRADED),
  /** A certificate of a provider or of the session endpoint expires soon. */
  CERTIFICATE_EXPIRING(Status.DEGRADED),
  /** All of them answer, but one of them slower than the threshold. */
  SLOW(Status.DEGRADED);

  private final Status status;

  AuthFinding(Status status) {
    this.status = status;
  }

  Status status() {
    return status;
  }
}
