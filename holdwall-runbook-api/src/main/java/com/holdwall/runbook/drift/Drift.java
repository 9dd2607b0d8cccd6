package com.holdwall.runbook.drift;

/**
 * Something that a runbook names and the service does not have. Immutable.
 *
 * @param line where the document names it, from 1
 * @param kind what it is
 * @param name the name, such as {@code GET /api/health/database}
 */
public record Drift(int line, Kind kind, String name) {

  /** What a runbook can name. */
  public enum Kind {
    /** An HTTP request to the service. */
    ENDPOINT,
    /** A value of the query parameter {@code filter} of the metrics endpoint. */
    METRICS_FILTER,
    /** An environment variable. */
    ENVIRONMENT_VARIABLE,
    /** A Kubernetes workload, such as {@code deployment/holdwall-app}. */
    WORKLOAD,
    /** A link. */
    LINK
  }

  /** {@return {@code line 28: ENDPOINT GET /api/health/database}} */
  @Override
  public String toString() {
    return "line " + line + ": " + kind + " " + name;
  }
}
