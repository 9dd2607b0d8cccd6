package com.holdwall.resilience.dlq.kafka;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What has to be acknowledged before a record counts as done.
 *
 * @param kind what it is
 * @param records at least one
 * @param smaller what to send instead where a record is too large; null if nothing is smaller
 * @param failure the failure that a letter tells of; null for outputs
 */
record Parcel(
    Kind kind,
    List<ProducerRecord<byte[], byte[]>> records,
    @Nullable Supplier<Parcel> smaller,
    @Nullable Throwable failure) {

  Parcel {
    Objects.requireNonNull(kind, "kind must not be null");
    records = List.copyOf(records);
  }

  enum Kind {
    OUTPUTS,
    RETRY,
    DEAD_LETTER,
    /** A dead letter that has lost a part. */
    DEGRADED_LETTER
  }

  String topic() {
    return records.get(0).topic();
  }

  /** Counts and tells that it is acknowledged. */
  void count(InFlight item, Tally tally, Notices notices) {
    switch (kind) {
      case OUTPUTS -> {}
      case RETRY -> {
        tally.retriesScheduled.increment();
        notices.tell(ConsumerEvent.Type.RETRY_SCHEDULED, item.toString(), failure);
      }
      case DEAD_LETTER, DEGRADED_LETTER -> {
        tally.deadLettered.increment();
        if (kind == Kind.DEGRADED_LETTER) {
          tally.degraded.increment();
        }
        notices.tell(ConsumerEvent.Type.DEAD_LETTERED, item.toString(), failure);
      }
    }
  }
}
