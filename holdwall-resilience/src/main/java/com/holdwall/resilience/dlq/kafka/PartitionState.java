package com.holdwall.resilience.dlq.kafka;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;

/**
 * An assigned partition, from its assignment to its revocation. Belongs to the poll thread but for
 * the volatile and atomic parts.
 */
final class PartitionState {

  final TopicPartition id;

  /** Of {@link #id}, which works it out every time. */
  final int hash;

  /** 0 for a source topic, n for the n-th retry topic. */
  final int step;

  final OffsetTracker<InFlight> tracker = new OffsetTracker<>();

  /** Records whose letters or outputs are on their way to the broker. */
  final AtomicInteger sending = new AtomicInteger();

  /** Of those, the ones that could not be sent and are tried again. */
  final AtomicInteger unsent = new AtomicInteger();

  /** Taken away: nothing of it is started any more, and nothing of it is committed. */
  volatile boolean dropped;

  /**
   * The last offset that may still be started. When the partition goes, all up to the last one that
   * was started is finished: what lies behind an unfinished record would have to come again.
   */
  volatile long lastToStart = Long.MAX_VALUE;

  /** Until when the first record of a retry topic is not due, in milliseconds since 1970. */
  long notBeforeMillis;

  boolean full;
  boolean paused;

  PartitionState(TopicPartition id, int step) {
    this.id = id;
    this.hash = id.hashCode();
    this.step = step;
  }

  /** Lets nothing start but what lies before the last record that was started. */
  void startNoMore() {
    long before;
    lastToStart = lastStarted();
    do {
      // whoever started meanwhile counts, too
      before = lastToStart;
      lastToStart = Math.max(before, lastStarted());
    } while (lastToStart > before);
  }

  private long lastStarted() {
    long last = -1;
    for (InFlight item : tracker.window()) {
      if (item.started || item.completed()) {
        last = item.slotOffset();
      }
    }
    return last;
  }

  /** Whether something is left that will be finished soon and lets the watermark rise. */
  boolean busy() {
    for (InFlight item : tracker.window()) {
      if (item.slotOffset() > lastToStart || item.letGo || (item.held && !item.completed())) {
        return false;
      }
      if (!item.completed()) {
        return true;
      }
    }
    return false;
  }

  /**
   * At how many records its window is full. While the first one is held there is room for as many
   * again: nothing else can show that others are served.
   */
  int limit(int maxInFlight) {
    InFlight first = tracker.peek();
    int most = first != null && first.held && !first.completed() ? 2 * maxInFlight : maxInFlight;
    return full ? most / 2 : most;
  }

  /** Whether nothing more may be polled now. */
  boolean wantsPause(boolean allHeld, long nowMillis) {
    return allHeld || full || unsent.get() > 0 || notBeforeMillis > nowMillis;
  }
}
