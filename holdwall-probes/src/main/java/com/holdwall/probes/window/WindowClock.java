package com.holdwall.probes.window;

import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Cuts time into slices, and says which of them are in the window now: the slice that has begun and
 * the ones before it, as many as the window has. What was counted is in the window until its slice
 * leaves it: after at least {@code length - length / slices} and at most {@code length}.
 * Thread-safe.
 */
public final class WindowClock {

  private static final int MOST_SLICES = 1_000;

  private final LongSupplier nanoTime;
  private final Duration length;
  private final int slices;
  private final long sliceNanos;
  private final long startNanos;

  private WindowClock(Duration length, int slices, LongSupplier nanoTime) {
    this.length = length;
    this.slices = slices;
    this.sliceNanos = length.toNanos() / slices;
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
  }

  /**
   * Makes a clock on the system's time.
   *
   * @param length the window's length; at least 1 ms for each slice, at most a day
   * @param slices how many slices it has; 2 to 1,000
   * @return the clock
   * @throws IllegalArgumentException if the length or the slices are out of range
   */
  public static WindowClock of(Duration length, int slices) {
    return of(length, slices, System::nanoTime);
  }

  /**
   * Makes a clock.
   *
   * @param length the window's length; at least 1 ms for each slice, at most a day
   * @param slices how many slices it has; 2 to 1,000
   * @param nanoTime a time that never goes back, such as {@link System#nanoTime}; ns
   * @return the clock
   * @throws IllegalArgumentException if the length or the slices are out of range
   */
  public static WindowClock of(Duration length, int slices, LongSupplier nanoTime) {
    Objects.requireNonNull(nanoTime, "nanoTime must not be null");
    if (slices < 2 || slices > MOST_SLICES) {
      throw new IllegalArgumentException(
          "slices must be between 2 and " + MOST_SLICES + ", but is " + slices);
    }
    if (length.compareTo(Duration.ofMillis(slices)) < 0
        || length.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          "window length must be between 1 ms for each of the "
              + slices
              + " slices and a day, but is "
              + length);
    }
    return new WindowClock(length, slices, nanoTime);
  }

  /** {@return the window's length} */
  public Duration length() {
    return length;
  }

  /** {@return how many slices the window has} */
  public int slices() {
    return slices;
  }

  /** {@return how long one slice lasts: by so much may the window be shorter than its length} */
  public Duration slice() {
    return Duration.ofNanos(sliceNanos);
  }

  /**
   * The number of the slice that has begun; 0 for the first one. Slices of 1 ms use all numbers up
   * after 50 days, and go on from the least: their differences stay right.
   */
  int current() {
    return (int) (Math.max(0, nanoTime.getAsLong() - startNanos) / sliceNanos);
  }

  /** Where a slice is kept. */
  int place(int slice) {
    return Math.floorMod(slice, slices);
  }
}
