package com.holdwall.resilience;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Three counts over the last so many slices of time. A slice is two longs, each tagged with the
 * slice's number: the total alone in one, which is all that a success touches, and two marks in the
 * other. An add that crosses the turn of a slice lands in the newer one. Thread-safe; allocates
 * nothing after it was made.
 */
final class TimeSlices {

  private static final int TAG_BITS = 24;
  private static final long TAG_MASK = (1L << TAG_BITS) - 1;
  private static final int COUNT_BITS = Long.SIZE - TAG_BITS;
  private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
  private static final int MARK_BITS = COUNT_BITS / 2;
  private static final long MARK_MASK = (1L << MARK_BITS) - 1;

  /** Reading 0 of the ticker may lie anywhere, so slices are numbered from this one on. */
  private final long origin;

  private final long sliceNanos;
  private final int slices;
  private final AtomicLongArray cells;

  TimeSlices(long windowNanos, int slices, long nowNanos) {
    this.slices = slices;
    this.sliceNanos = Math.max(1, windowNanos / slices);
    this.origin = nowNanos;
    this.cells = new AtomicLongArray(2 * slices);
  }

  void addTotal(long nowNanos) {
    add(0, nowNanos, 1);
  }

  void addFirstMark(long nowNanos) {
    add(1, nowNanos, 1);
  }

  void addSecondMark(long nowNanos) {
    add(1, nowNanos, 1L << MARK_BITS);
  }

  long total(long nowNanos) {
    return sum(0, nowNanos, 0, COUNT_MASK);
  }

  long firstMarks(long nowNanos) {
    return sum(1, nowNanos, 0, MARK_MASK);
  }

  long secondMarks(long nowNanos) {
    return sum(1, nowNanos, MARK_BITS, MARK_MASK);
  }

  private void add(int row, long nowNanos, long amount) {
    long slice = slice(nowNanos);
    int cell = cell(row, slice);
    long tag = (slice & TAG_MASK) << COUNT_BITS;
    long present = cells.get(cell);
    while ((present & ~COUNT_MASK) != tag || present == 0) {
      if (newer(present, slice) || cells.compareAndSet(cell, present, tag | amount)) {
        return;
      }
      present = cells.get(cell);
    }
    if (!full(row, present)) {
      cells.getAndAdd(cell, amount);
    }
  }

  /** True if the cell was taken over since: what comes so late belongs to no slice kept. */
  private static boolean newer(long cell, long slice) {
    return cell != 0 && ((slice - (cell >>> COUNT_BITS)) & TAG_MASK) > TAG_MASK / 2;
  }

  /** A mark stops a little below its limit, so that adds under way cannot spill over. */
  private static boolean full(int row, long cell) {
    long nearly = MARK_MASK - (MARK_MASK >> 4);
    return row == 1 && ((cell & MARK_MASK) > nearly || (cell >> MARK_BITS & MARK_MASK) > nearly);
  }

  private long sum(int row, long nowNanos, int shift, long mask) {
    long newest = slice(nowNanos);
    long sum = 0;
    for (long slice = Math.max(0, newest - slices + 1); slice <= newest; slice++) {
      long value = cells.get(cell(row, slice));
      if (value >>> COUNT_BITS == (slice & TAG_MASK)) {
        sum += value >>> shift & mask;
      }
    }
    return sum;
  }

  private int cell(int row, long slice) {
    return 2 * (int) (slice % slices) + row;
  }

  private long slice(long nowNanos) {
    return Math.max(0, nowNanos - origin) / sliceNanos;
  }
}
