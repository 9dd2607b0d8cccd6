package com.holdwall.resilience;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The last so many outcomes, in a ring without a lock. The counts move by the difference between a
 * slot's old outcome and its new one, so that they always equal what the slots hold once all
 * writers are through. While all goes well a success is one atomic increment and one read.
 */
final class CountWindow implements OutcomeWindow {

  private final int size;
  private final AtomicLong recorded = new AtomicLong();
  private final AtomicIntegerArray slots;
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicInteger slow = new AtomicInteger();
  private final AtomicInteger slowAndFailed = new AtomicInteger();

  CountWindow(int size) {
    this.size = size;
    this.slots = new AtomicIntegerArray(size);
  }

  @Override
  public void record(int outcome, long nowNanos) {
    int slot = (int) (recorded.getAndIncrement() % size);
    if (slots.get(slot) != outcome) {
      replace(slot, outcome);
    }
  }

  private void replace(int slot, int outcome) {
    int old = slots.getAndSet(slot, outcome);
    move(failed, FAILED, old, outcome);
    move(slow, SLOW, old, outcome);
    move(slowAndFailed, FAILED | SLOW, old, outcome);
  }

  private static void move(AtomicInteger count, int bits, int old, int outcome) {
    int change = has(outcome, bits) - has(old, bits);
    if (change != 0) {
      count.getAndAdd(change);
    }
  }

  private static int has(int outcome, int bits) {
    return (outcome & bits) == bits ? 1 : 0;
  }

  @Override
  public long total(long nowNanos) {
    return Math.min(recorded.get(), size);
  }

  @Override
  public long with(int bits, long nowNanos) {
    return switch (bits) {
      case FAILED -> failed.get();
      case SLOW -> slow.get();
      default -> slowAndFailed.get();
    };
  }

  @Override
  public boolean turnedOnce(long sinceNanos, long nowNanos) {
    return recorded.get() >= size;
  }
}
