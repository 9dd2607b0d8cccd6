package com.holdwall.resilience.dlq.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * Something that a worker did. Immutable.
 *
 * @param type what
 * @param subject the record's coordinates, or the group, or the finding's kind and subject
 * @param failure the class of what caused it; null if nothing did. A message may be a secret
 */
public record WorkerEvent(Type type, String subject, @Nullable String failure) {

  /** What a worker does. */
  public enum Type {
    /** A record was moved to the dead letters. */
    DEAD_LETTERED,
    /** A record was put off. */
    RETRY_SCHEDULED,
    /** A record failed for a reason that waiting may mend, and is tried again here. */
    HELD,
    /** Another worker has got a record of this one. */
    LEASE_LOST,
    /** The worker waits for a dependency. */
    OUTAGE_BEGAN,
    /** The worker goes on. */
    OUTAGE_ENDED,
    /** Something is wrong. */
    FINDING_RAISED,
    /** It is well again. */
    FINDING_CLEARED
  }
}
