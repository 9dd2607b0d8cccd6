package com.holdwall.probes.window;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Some counts over a sliding window. Counting takes no lock and allocates nothing. Thread-safe.
 *
 * <p>Each cell holds the number of its slice beside its count, and both change in one step. So an
 * old slice need not be cleared before it is used again, no count is ever added to the wrong slice,
 * and a thread that slept for longer than the window adds nothing. 8 bytes for each count and
 * slice, the number of slices rounded up to a power of two.
 */
public final class WindowCounts {

  private static final long MOST = 0xffff_ffffL;
  private static final long MOST_CELLS = 4_000_000;

  /** What is so much older in numbers is no late thread's: the numbers have started anew. */
  private static final int TOO_LATE = -(1 << 30);

  private final WindowClock clock;
  private final int counts;
  private final AtomicLongArray cells;

  private WindowCounts(WindowClock clock, int counts) {
    this.clock = clock;
    this.counts = counts;
    this.cells = new AtomicLongArray(counts * clock.places());
  }

  /**
   * Makes counts of 0.
   *
   * @param clock the window
   * @param counts how many counts; 1 to 10,000, and with all slices at most 4,000,000 cells
   * @return the counts
   * @throws IllegalArgumentException if there are too few or too many
   */
  public static WindowCounts of(WindowClock clock, int counts) {
    Objects.requireNonNull(clock, "clock must not be null");
    if (counts < 1 || counts > 10_000) {
      throw new IllegalArgumentException("counts must be between 1 and 10,000, but is " + counts);
    }
    if ((long) counts * clock.places() > MOST_CELLS) {
      throw new IllegalArgumentException(
          "cells must be at most 4,000,000, but are "
              + counts
              + " counts of "
              + clock.places()
              + " slices");
    }
    return new WindowCounts(clock, counts);
  }

  /**
   * Adds to a count.
   *
   * @param count which one, from 0
   * @param amount how much; 0 or more. A count of one slice stops at 4,294,967,295
   * @throws IllegalArgumentException if the amount is negative
   * @throws IndexOutOfBoundsException if there is no such count
   */
  public void add(int count, long amount) {
    add(clock.current(), count, amount);
  }

  /**
   * Adds to a count, at a time that the caller knows.
   *
   * @param slice the slice, as the clock of this window or one of the same slices gave it; one that
   *     has left the window adds nothing
   * @param count which one, from 0
   * @param amount how much; 0 or more. A count of one slice stops at 4,294,967,295
   * @throws IllegalArgumentException if the amount is negative
   * @throws IndexOutOfBoundsException if there is no such count
   */
  public void add(int slice, int count, long amount) {
    if (amount < 0) {
      throw new IllegalArgumentException("amount must be 0 or more, but is " + amount);
    }
    Objects.checkIndex(count, counts);
    int cell = clock.place(slice) * counts + count;
    while (true) {
      long old = cells.get(cell);
      int age = slice - sliceOf(old);
      if (age < 0 && age > TOO_LATE) {
        return;
      }
      long before = slice == sliceOf(old) ? old & MOST : 0;
      long after = amount > MOST - before ? MOST : before + amount;
      if (cells.compareAndSet(cell, old, ((long) slice << 32) | after)) {
        return;
      }
    }
  }

  /**
   * Sums a count up.
   *
   * @param count which one, from 0
   * @return what was added within the window
   * @throws IndexOutOfBoundsException if there is no such count
   */
  public long sum(int count) {
    return sum(clock.current(), clock.slices(), count);
  }

  /**
   * Sums a count up over a part of the window.
   *
   * @param newest the last slice of the part, as the clock gave it
   * @param slices how many slices the part has; 0 to as many as the window
   * @param count which one, from 0
   * @return what was added within the part, so far as it is still in the window
   * @throws IllegalArgumentException if there are too few or too many slices
   * @throws IndexOutOfBoundsException if there is no such count
   */
  public long sum(int newest, int slices, int count) {
    Objects.checkIndex(count, counts);
    part(slices);
    long sum = 0;
    for (int i = 0; i < slices; i++) {
      sum += at(newest - i, count);
    }
    return sum;
  }

  /** {@return what was added to each of the counts within the window} */
  public long[] sums() {
    return sums(clock.slices());
  }

  /**
   * Sums all counts up over the newest part of the window.
   *
   * @param slices how many slices the part has; 0 to as many as the window
   * @return what was added to each of the counts within it
   * @throws IllegalArgumentException if there are too few or too many slices
   */
  public long[] sums(int slices) {
    part(slices);
    int newest = clock.current();
    long[] sums = new long[counts];
    for (int i = 0; i < slices; i++) {
      for (int count = 0; count < counts; count++) {
        sums[count] += at(newest - i, count);
      }
    }
    return sums;
  }

  private void part(int slices) {
    if (slices < 0 || slices > clock.slices()) {
      throw new IllegalArgumentException(
          "slices must be between 0 and " + clock.slices() + ", but is " + slices);
    }
  }

  private long at(int slice, int count) {
    long cell = cells.get(clock.place(slice) * counts + count);
    return sliceOf(cell) == slice ? cell & MOST : 0;
  }

  private static int sliceOf(long cell) {
    return (int) (cell >>> 32);
  }
}
