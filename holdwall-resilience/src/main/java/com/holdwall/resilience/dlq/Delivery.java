package com.holdwall.resilience.dlq;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to process one record. A record comes at least once: after a crash the same one comes
 * again, with the same {@link #id()}.
 *
 * @param <V> what the value was read as
 * @param source the record as it came
 * @param value the value, read anew for each attempt; null if the reader makes null of it
 * @param attempt which attempt at this record alone it is since this process got it, from 1; those
 *     at a batch of several do not count, and say 1
 * @param group who processes; part of the id
 */
public record Delivery<V>(Received source, @Nullable V value, int attempt, String group) {

  /** Checks the parts. */
  public Delivery {
    Objects.requireNonNull(source, "source must not be null");
    Objects.requireNonNull(group, "group must not be null");
  }

  /** {@return a name for this record and group that stays the same over all redeliveries} */
  public String id() {
    return DeadLetterInfo.id(source.topic(), source.partition(), source.offset(), group);
  }

  /**
   * The value of a record that must have one.
   *
   * @return the value
   * @throws NullPointerException if the record is a tombstone; it becomes a dead letter
   */
  public V required() {
    return Objects.requireNonNull(value, "the record has no value");
  }

  /** {@return the coordinates and the attempt: the value may be a secret} */
  @Override
  public String toString() {
    return "Delivery[" + id() + ", attempt " + attempt + "]";
  }
}
