package com.holdwall.resilience.dlq;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the records that an attempt wants to write. Not thread-safe. */
public interface Outputs {

  /**
   * Adds a record.
   *
   * @param topic where to
   * @param key its key, which chooses the partition; null for any partition
   * @param value its value; null for a tombstone
   * @param headers its headers
   */
  void add(String topic, byte @Nullable [] key, byte @Nullable [] value, List<RawHeader> headers);

  /**
   * Adds a record without headers.
   *
   * @param topic where to
   * @param key its key, which chooses the partition; null for any partition
   * @param value its value; null for a tombstone
   */
  default void add(String topic, byte @Nullable [] key, byte @Nullable [] value) {
    add(topic, key, value, List.of());
  }
}
