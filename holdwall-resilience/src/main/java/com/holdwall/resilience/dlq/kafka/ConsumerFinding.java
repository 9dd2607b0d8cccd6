package com.holdwall.resilience.dlq.kafka;

import java.time.Instant;
import java.util.Objects;

/**
 * Something that keeps records from being processed now. It goes away when its cause does. It holds
 * names and classes, never a message of a record or of a driver. Immutable.
 *
 * @param kind what is wrong
 * @param subject what it is about: a topic, a partition, a group
 * @param detail one sentence for an operator
 * @param since when it was first seen
 */
public record ConsumerFinding(Kind kind, String subject, String detail, Instant since) {

  /** Checks the parts. */
  public ConsumerFinding {
    Objects.requireNonNull(kind, "kind must not be null");
    Objects.requireNonNull(subject, "subject must not be null");
    Objects.requireNonNull(detail, "detail must not be null");
    Objects.requireNonNull(since, "since must not be null");
  }

  /** What can be wrong. */
  public enum Kind {
    /** No broker can be reached. */
    BROKER_UNREACHABLE,
    /** The broker refuses an operation: an ACL. */
    NOT_AUTHORIZED,
    /** A topic that letters or retries go to does not exist. */
    TOPIC_MISSING,
    /** A topic that letters or retries go to keeps them less safe than the source does. */
    TOPIC_UNSAFE,
    /** Even the smallest form of a dead letter is too large for its topic. */
    DEAD_LETTER_TOO_LARGE,
    /** Dead letters, retries or outputs are not acknowledged; their records are kept. */
    SEND_FAILING,
    /** Polling fails. */
    POLL_FAILING,
    /** Offsets cannot be committed. */
    COMMIT_FAILING,
    /** Most records fail for a transient reason, or a breaker is open: consumption waits. */
    OUTAGE,
    /** A handler has not come back for long. */
    HANDLER_STUCK,
    /** The consumer has stopped for good. */
    STOPPED
  }
}
