package com.holdwall.probes.traffic;

import java.time.Duration;

/**
 * What one row of the table says now. Immutable.
 *
 * @param row the row
 * @param inLong errors of its long window
 * @param inShort errors of its short window
 * @param coverage how much of the long window the service has been running; 0 to 1
 * @param budget the share of requests that may fail; above 0
 */
record Burn(BurnRow row, Ratio inLong, Ratio inShort, double coverage, double budget) {

  /** Half of a window says nothing of the other half. */
  static final double ENOUGH = 0.5;

  static Burn of(BurnRow row, RequestWindows windows, double budget) {
    Duration running = windows.running();
    double coverage =
        Math.min(1, (double) running.toNanos() / windows.real(row.longWindow()).toNanos());
    return new Burn(
        row, windows.ratio(row.longWindow()), windows.ratio(row.shortWindow()), coverage, budget);
  }

  boolean covered() {
    return coverage >= ENOUGH;
  }

  /** How fast the budget burns over the long window, by what its errors prove. */
  double longRate() {
    boolean enough = inLong.errors() >= BurnRow.ENOUGH_ERRORS;
    return (enough ? inLong.value() : inLong.atLeast()) / budget;
  }

  double shortRate() {
    return inShort.value() / budget;
  }

  /** The slower of both: above the row's factor only if both are. */
  double rate() {
    return Math.min(longRate(), shortRate());
  }
}
