package com.holdwall.probes;

import java.time.Duration;

/**
 * When a probe runs. Immutable.
 *
 * @param interval between the starts of two checks; varied by up to a tenth, so that many replicas
 *     do not check at once; 10 s by default
 * @param deadline how long a check may take before it is abandoned; at most the interval; 3 s by
 *     default
 * @param confirmInterval between checks while a change is being confirmed; at most the interval; a
 *     quarter of the interval by default
 */
public record ProbeSettings(Duration interval, Duration deadline, Duration confirmInterval) {

  private static final ProbeSettings DEFAULTS = every(Duration.ofSeconds(10));

  /**
   * Checks the durations.
   *
   * @throws IllegalArgumentException if one of them is not longer than zero, or the deadline or the
   *     confirm interval is longer than the interval
   */
  public ProbeSettings {
    positive("interval", interval);
    positive("deadline", deadline);
    positive("confirmInterval", confirmInterval);
    atMost("deadline", deadline, interval);
    atMost("confirmInterval", confirmInterval, interval);
  }

  /** {@return every 10 s, with a deadline of 3 s, confirmed after 2.5 s} */
  public static ProbeSettings defaults() {
    return DEFAULTS;
  }

  /**
   * Makes settings from an interval.
   *
   * @param interval between the starts of two checks
   * @return the settings: the deadline is 3 s, or seven tenths of a shorter interval, so that a
   *     hang is seen within two intervals; the confirm interval is a quarter of the interval
   * @throws IllegalArgumentException if {@code interval} is not longer than zero
   */
  public static ProbeSettings every(Duration interval) {
    positive("interval", interval);
    Duration most = interval.multipliedBy(7).dividedBy(10);
    Duration three = Duration.ofSeconds(3);
    return new ProbeSettings(
        interval, most.compareTo(three) < 0 ? most : three, interval.dividedBy(4));
  }

  /**
   * Changes the deadline.
   *
   * @param changed how long a check may take
   * @return settings with that deadline
   * @throws IllegalArgumentException if it is not longer than zero, or longer than the interval
   */
  public ProbeSettings withDeadline(Duration changed) {
    return new ProbeSettings(interval, changed, confirmInterval);
  }

  private static void positive(String name, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(name + " must be longer than zero, but is " + value);
    }
  }

  private static void atMost(String name, Duration value, Duration interval) {
    if (value.compareTo(interval) > 0) {
      throw new IllegalArgumentException(
          name + " must not be longer than the interval of " + interval + ", but is " + value);
    }
  }
}
