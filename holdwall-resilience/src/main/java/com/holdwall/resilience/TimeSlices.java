package com.holdwall.resilience;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts over the last so many slices of time, in rows of one kind each. A cell is one long, tagged
 * with its slice's number, so that an add is one atomic addition. An add that crosses the turn of a
 * slice lands in the newer one; one that is late by the whole window is dropped. Thread-safe;
 * allocates nothing after it was made.
 */
final class TimeSlices {

  private static final int TAG_BITS = 24;
  private static final long TAG_MASK = (1L << TAG_BITS) - 1;
  private static final int COUNT_BITS = Long.SIZE - TAG_BITS;
  private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

  /** The ticker's readings may lie anywhere, so slices are numbered from here on. */
  private final long origin;

  private final long sliceNanos;
  private final int slices;
  private final AtomicLongArray cells;

  TimeSlices(long windowNanos, int slices, int rows, long nowNanos) {
    this.slices = slices;
    this.sliceNanos = Math.max(1, windowNanos / slices);
    this.origin = nowNanos;
    this.cells = new AtomicLongArray(rows * slices);
  }

  void add(int row, long nowNanos) {
    long slice = slice(nowNanos);
    int cell = cell(row, slice);
    long tag = (slice & TAG_MASK) << COUNT_BITS;
    long present = cells.get(cell);
    while ((present & ~COUNT_MASK) != tag) {
      if (newer(present, slice) || cells.compareAndSet(cell, present, tag | 1)) {
        return;
      }
      present = cells.get(cell);
    }
    cells.getAndIncrement(cell);
  }

  /** True if the cell was taken over since: what comes so late belongs to no slice kept. */
  private static boolean newer(long cell, long slice) {
    return cell != 0 && ((slice - (cell >>> COUNT_BITS)) & TAG_MASK) > TAG_MASK / 2;
  }

  long sum(int row, long nowNanos) {
    long newest = slice(nowNanos);
    long sum = 0;
    for (long slice = Math.max(0, newest - slices + 1); slice <= newest; slice++) {
      long value = cells.get(cell(row, slice));
      if (value >>> COUNT_BITS == (slice & TAG_MASK)) {
        sum += value & COUNT_MASK;
      }
    }
    return sum;
  }

  private int cell(int row, long slice) {
    return row * slices + (int) (slice % slices);
  }

  private long slice(long nowNanos) {
    return Math.max(0, nowNanos - origin) / sliceNanos;
  }
}
