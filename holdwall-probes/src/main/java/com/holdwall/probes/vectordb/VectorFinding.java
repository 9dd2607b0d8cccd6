package com.holdwall.probes.vectordb;

import com.holdwall.runbook.Status;

/** What a {@link VectorProbe} can find, the gravest first. Readings carry the name. */
public enum VectorFinding {
  /** No connection can be made, or the one there was broke. */
  REFUSED(Status.DOWN),
  /** The server takes the connection and does not answer in time, or only a gateway does (5xx). */
  UNREACHABLE(Status.DOWN),
  /** The server answers and refuses this client (401, 403). */
  REJECTED(Status.DOWN),
  /** The server does not speak the version of the API that the service's client speaks. */
  API_VERSION(Status.DOWN),
  /** The server answers, but the canary search fails: an error, no collection, no answer. */
  SEARCH_FAILED(Status.DOWN),
  /** The canary search succeeds and does not find the known nearest neighbour. */
  SEARCH_WRONG(Status.DEGRADED),
  /** The canary search finds it, but slower than the threshold. */
  SLOW(Status.DEGRADED);

  private final Status status;

  VectorFinding(Status status) {
    this.status = status;
  }

  Status status() {
    return status;
  }

  /** Whether the server, and not its index, is what this is about. */
  boolean reach() {
    return compareTo(SEARCH_FAILED) < 0;
  }
}
