package com.holdwall.resilience.dlq.jdbc;

import java.time.Instant;
import java.util.Objects;

/**
 * Something that keeps records from being processed now. It goes away when its cause does. It holds
 * names, classes and SQLStates, never a message of a record or of a driver. Immutable.
 *
 * @param kind what is wrong
 * @param subject what it is about: a table, a group
 * @param detail one sentence for an operator
 * @param since when it was first seen
 */
public record WorkerFinding(Kind kind, String subject, String detail, Instant since) {

  /** Checks the parts. */
  public WorkerFinding {
    Objects.requireNonNull(kind, "kind must not be null");
    Objects.requireNonNull(subject, "subject must not be null");
    Objects.requireNonNull(detail, "detail must not be null");
    Objects.requireNonNull(since, "since must not be null");
  }

  /** What can be wrong. */
  public enum Kind {
    /** The worker's own statements fail; its records are kept and the statements tried again. */
    DATABASE_FAILING,
    /** A table or a column is missing, or has another type. */
    TABLE_UNUSABLE,
    /** Most records fail for a transient reason, or a breaker is open: the worker waits. */
    OUTAGE,
    /** A handler has not come back for long. */
    HANDLER_STUCK,
    /** The worker has stopped for good. */
    STOPPED
  }
}
