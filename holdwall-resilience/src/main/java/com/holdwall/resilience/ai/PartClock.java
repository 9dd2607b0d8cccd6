package com.holdwall.resilience.ai;

import com.holdwall.resilience.internal.Nanos;

/**
 * Until when the next part of a streamed answer must be there: first its first content, then each
 * part after the one before it, and the last one within the answer's total. A timer looks at it;
 * one that looks too early is set again, so that a part costs no timer. Used only by the flight's
 * tasks.
 */
final class PartClock {

  private final ModelCall call;
  private long endNanos;

  /** When the timer looks at that; only while it is armed. */
  private long looksAtNanos;

  private boolean armed;

  PartClock(ModelCall call, long nowNanos) {
    this.call = call;
    this.endNanos = nowNanos + firstContentNanos();
  }

  /** How long the publisher may take to be there. */
  long connectNanos() {
    return Math.min(Nanos.of(call.timeouts().connect()), firstContentNanos());
  }

  private long firstContentNanos() {
    return Math.min(call.limitNanos, Nanos.of(call.timeouts().firstToken()));
  }

  /** The time to the next part begins. */
  void next(long nowNanos) {
    long total = call.slot.totalNanos - (nowNanos - call.startNanos);
    long idle = Math.min(Nanos.of(call.timeouts().betweenTokens()), total);
    endNanos = nowNanos + Math.max(0, idle);
  }

  /** Notes that a timer is set; answers in how long it must look. */
  long arm(long nowNanos) {
    armed = true;
    looksAtNanos = endNanos;
    return Math.max(0, endNanos - nowNanos);
  }

  /** Whether a timer will look in time; one that looks too early sets itself again. */
  boolean watched() {
    return armed && looksAtNanos - endNanos <= 0;
  }

  /** The timer looks: true if the time is over. */
  boolean over(long nowNanos) {
    armed = false;
    return endNanos - nowNanos <= 0;
  }
}
