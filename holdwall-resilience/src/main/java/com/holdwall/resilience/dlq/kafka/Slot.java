package com.holdwall.resilience.dlq.kafka;

/** A record's place in the window of its partition. Completed once, by any thread. */
class Slot {

  private final long offset;
  private volatile boolean done;

  Slot(long offset) {
    this.offset = offset;
  }

  final long slotOffset() {
    return offset;
  }

  /** Processed, or its dead letter acknowledged: the watermark may pass. */
  final void complete() {
    done = true;
  }

  final boolean completed() {
    return done;
  }
}
