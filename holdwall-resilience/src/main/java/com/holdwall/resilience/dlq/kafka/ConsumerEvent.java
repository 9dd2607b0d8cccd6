package com.holdwall.resilience.dlq.kafka;

import org.jspecify.annotations.Nullable;

/**
 * Something that a consumer did. Immutable.
 *
 * @param type what
 * @param subject the id of the record, or the partition, or the finding's kind and subject
 * @param failure the class of what caused it; null if nothing did. A message may be a secret
 */
public record ConsumerEvent(Type type, String subject, @Nullable String failure) {

  /** What a consumer does. */
  public enum Type {
    /** A dead letter was acknowledged. */
    DEAD_LETTERED,
    /** A record was acknowledged by a retry topic. */
    RETRY_SCHEDULED,
    /** A letter was too large and lost a part. */
    DEGRADED,
    /** A record failed for a reason that waiting may mend, and is tried again here. */
    HELD,
    /** Consumption waits for a dependency. */
    OUTAGE_BEGAN,
    /** Consumption goes on. */
    OUTAGE_ENDED,
    /** A partition came. */
    ASSIGNED,
    /** A partition went, and what was finished of it is committed. */
    REVOKED,
    /** A partition had gone already; nothing could be committed. */
    LOST,
    /** A transaction was aborted; its records come again. */
    ABORTED,
    /** Something is wrong. */
    FINDING_RAISED,
    /** It is well again. */
    FINDING_CLEARED
  }
}
