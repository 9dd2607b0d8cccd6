package com.holdwall.resilience.dlq.kafka;

import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Where a record was first written to, and what it has been through since.
 *
 * @param attempts attempts before it came through a retry topic; 0 for a record from its source
 * @param firstFailure when it failed first; null for a record from its source
 */
record Origin(
    String topic,
    int partition,
    long offset,
    long timestampMillis,
    int attempts,
    @Nullable Instant firstFailure) {

  static Origin of(ConsumerRecord<byte[], byte[]> raw) {
    return new Origin(raw.topic(), raw.partition(), raw.offset(), raw.timestamp(), 0, null);
  }
}
