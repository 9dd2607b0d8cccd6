package com.holdwall.resilience.dlq.kafka;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;

/**
 * An assigned partition, from its assignment to its revocation. Belongs to the poll thread but for
 * the volatile and atomic parts.
 */
final class PartitionState {

  final TopicPartition id;

  /** 0 for a source topic, n for the n-th retry topic. */
  final int step;

  final OffsetTracker<InFlight> tracker = new OffsetTracker<>();

  /** Records whose letters or outputs are on their way to the broker. */
  final AtomicInteger sending = new AtomicInteger();

  /** Of those, the ones that could not be sent and are tried again. */
  final AtomicInteger unsent = new AtomicInteger();

  /** Taken away: nothing of it is started any more, and nothing of it is committed. */
  volatile boolean dropped;

  /** Until when the first record of a retry topic is not due, in milliseconds since 1970. */
  long notBeforeMillis;

  boolean full;
  boolean paused;

  PartitionState(TopicPartition id, int step) {
    this.id = id;
    this.step = step;
  }

  /** Whether nothing more may be polled now. */
  boolean wantsPause(boolean allHeld, long nowMillis) {
    return allHeld || full || unsent.get() > 0 || notBeforeMillis > nowMillis;
  }
}
