package com.holdwall.probes.window;

import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Cuts time into slices, and says which of them are in the window now: the slice that has begun and
 * the ones before it, as many as the window has. What was counted is in the window until its slice
 * leaves it: after at least {@code length - length / slices} and at most {@code length}.
 * Thread-safe.
 *
 * <p>Reading the time is most of what counting costs. Who counts one event in several places looks
 * once, with {@link #current()} or {@link #at}, and names the slice.
 */
public final class WindowClock {

  private static final int MOST_SLICES = 1_000;
  private static final int MOST_FINE_SLICES = 30_000;
  private static final int MOST_DAYS = 4;

  /** A slice and when it began: the last one seen. Immutable, so that it needs no lock. */
  private record Slice(int number, long beganAt) {}

  private final LongSupplier nanoTime;
  private final Duration length;
  private final int slices;
  private final int mask;
  private final long sliceNanos;
  private final long startNanos;

  /**
   * Saves a division for each event. Not volatile: whichever slice a thread sees, it checks the
   * time against it.
   */
  private Slice latest;

  private WindowClock(Duration length, int slices, LongSupplier nanoTime, long startNanos) {
    this.length = length;
    this.slices = slices;
    this.mask = Integer.highestOneBit(slices * 2 - 1) - 1;
    this.sliceNanos = length.toNanos() / slices;
    this.nanoTime = nanoTime;
    this.startNanos = startNanos;
    this.latest = new Slice(0, startNanos);
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
    slices(slices, MOST_SLICES);
    if (length.compareTo(Duration.ofMillis(slices)) < 0
        || length.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          "window length must be between 1 ms for each of the "
              + slices
              + " slices and a day, but is "
              + length);
    }
    return new WindowClock(length, slices, nanoTime, nanoTime.getAsLong());
  }

  /**
   * Makes a clock of fine slices, for few counts.
   *
   * @param length the window's length; at least 1 ms for each slice, at most 4 days
   * @param slices how many slices it has; 2 to 30,000
   * @param nanoTime a time that never goes back, such as {@link System#nanoTime}; ns
   * @return the clock
   * @throws IllegalArgumentException if the length or the slices are out of range
   */
  public static WindowClock ofFineSlices(Duration length, int slices, LongSupplier nanoTime) {
    Objects.requireNonNull(nanoTime, "nanoTime must not be null");
    slices(slices, MOST_FINE_SLICES);
    if (length.compareTo(Duration.ofMillis(slices)) < 0
        || length.compareTo(Duration.ofDays(MOST_DAYS)) > 0) {
      throw new IllegalArgumentException(
          "window length must be between 1 ms for each of the "
              + slices
              + " slices and "
              + MOST_DAYS
              + " days, but is "
              + length);
    }
    return new WindowClock(length, slices, nanoTime, nanoTime.getAsLong());
  }

  private static void slices(int slices, int most) {
    if (slices < 2 || slices > most) {
      throw new IllegalArgumentException(
          "slices must be between 2 and " + most + ", but is " + slices);
    }
  }

  /**
   * Makes a shorter window of the same slices: one look at either clock serves both.
   *
   * @param fewer how many slices it has; 2 to as many as this one
   * @return the clock
   * @throws IllegalArgumentException if it is out of range
   */
  public WindowClock last(int fewer) {
    if (fewer < 2 || fewer > slices) {
      throw new IllegalArgumentException(
          "slices must be between 2 and " + slices + ", but is " + fewer);
    }
    return new WindowClock(
        Duration.ofNanos(sliceNanos).multipliedBy(fewer), fewer, nanoTime, startNanos);
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

  /** {@return how long the clock has been running} */
  public Duration running() {
    return Duration.ofNanos(Math.max(0, nanoTime.getAsLong() - startNanos));
  }

  /**
   * {@return the number of the slice that has begun; 0 for the first one}
   *
   * <p>Slices of 1 ms use all numbers up after 50 days, and go on from the least: their differences
   * stay right.
   */
  public int current() {
    return at(nanoTime.getAsLong());
  }

  /**
   * Tells the slice of a moment, for who knows the time already.
   *
   * @param nanos the moment, of the same time as the clock's; one before the clock's start counts
   *     as its start
   * @return the slice's number
   */
  public int at(long nanos) {
    Slice known = latest;
    long into = nanos - known.beganAt;
    return into >= 0 && into < sliceNanos ? known.number : renewed(nanos);
  }

  private int renewed(long nanos) {
    long whole = Math.max(0, nanos - startNanos) / sliceNanos;
    latest = new Slice((int) whole, startNanos + whole * sliceNanos);
    return (int) whole;
  }

  /** How many places there are: the slices, and some to spare, so that finding one is cheap. */
  int places() {
    return mask + 1;
  }

  /** Where a slice is kept. */
  int place(int slice) {
    return slice & mask;
  }
}
