package com.holdwall.resilience.dlq.kafka;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;

/**
 * An assigned partition, from its assignment to its revocation. Belongs to the poll thread but for
 * the volatile and atomic parts.
 */
final class PartitionState {

  /** About what a record in hand takes beside its key and value. */
  private static final long RECORD_BYTES = 256;

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

  /** Until when the first record of a retry topic is not due, in milliseconds since 1970. */
  long notBeforeMillis;

  /** Of the keys and values in its window. */
  long bytes;

  boolean full;
  boolean paused;

  PartitionState(TopicPartition id, int step) {
    this.id = id;
    this.hash = id.hashCode();
    this.step = step;
  }

  /**
   * Leaves what lies behind the last record that was started. All up to that one is still finished:
   * what lies behind an unfinished record would have to come again.
   */
  void startNoMore() {
    for (InFlight item : tracker.lastFirst()) {
      if (!item.leave()) {
        return;
      }
    }
  }

  /** Whether something is left that will be finished soon and lets the watermark rise. */
  boolean busy() {
    for (InFlight item : tracker.window()) {
      if (item.left() || item.letGo || (item.held && !item.completed())) {
        return false;
      }
      if (!item.completed()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Fills or opens its window, which is full until half of it is done, so that it does not flutter.
   * While the first one is held there is room for as many again: nothing else can show that others
   * are served.
   *
   * @param maxRecords what may be in it
   * @param maxBytes likewise, with what records take beside their keys and values
   */
  void judge(int maxRecords, long maxBytes) {
    InFlight first = tracker.peek();
    int rooms = first != null && first.held && !first.completed() ? 2 : 1;
    full = tracker.size() / rooms >= limit(maxRecords) || weight() / rooms >= limit(maxBytes);
  }

  private long limit(long most) {
    return Math.max(1, full ? most / 2 : most);
  }

  private long weight() {
    return bytes + tracker.size() * RECORD_BYTES;
  }

  /** How many records have to be completed before a full window opens again, at the least. */
  int untilOpen(int maxRecords, long maxBytes) {
    int size = tracker.size();
    double light = size * Math.min(1, maxBytes / 2.0 / Math.max(1, weight()));
    return Math.max(1, Math.max(size - maxRecords / 2, size - (int) light));
  }

  /** Whether nothing more may be polled now. */
  boolean wantsPause(boolean halted, long nowMillis) {
    return halted || full || unsent.get() > 0 || notBeforeMillis > nowMillis;
  }
}
