package com.holdwall.resilience.dlq;

/** Header names of other systems, that can be written beside the library's own. */
public enum Compatibility {
  /**
   * Spring Kafka's {@code kafka_dlt-*}. Partition, offset and timestamp are big-endian binary, as
   * Spring writes them, which no console shows as text.
   */
  SPRING,
  /** Kafka Connect's {@code __connect.errors.*} (KIP-298), as text. */
  CONNECT,
  /** What Holdwall's own consumers write: {@code original-topic}, {@code failure-reason}, … */
  HOLDWALL
}
