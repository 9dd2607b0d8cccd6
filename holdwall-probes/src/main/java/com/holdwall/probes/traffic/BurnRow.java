package com.holdwall.probes.traffic;

import java.time.Duration;

/**
 * The rows of table 5-8 of Google's SRE workbook: how much faster than it lasts a month the error
 * budget burns. Both windows must say so: the long one that it matters, the short one that it still
 * goes on.
 */
enum BurnRow {
  /** 2 % of a month's budget in an hour. */
  FAST(ErrorRateFinding.BURNING_FAST, Duration.ofHours(1), Duration.ofMinutes(5), 14.4),
  /** 5 % of it in six hours. */
  MEDIUM(ErrorRateFinding.BURNING, Duration.ofHours(6), Duration.ofMinutes(30), 6),
  /** 10 % of it in three days. */
  SLOW(ErrorRateFinding.BURNING_SLOWLY, Duration.ofDays(3), Duration.ofHours(6), 1);

  /** Fewer errors than these may be chance: then the ratio that they prove counts. */
  static final int ENOUGH_ERRORS = 20;

  private final ErrorRateFinding finding;
  private final Duration longWindow;
  private final Duration shortWindow;
  private final double factor;

  BurnRow(ErrorRateFinding finding, Duration longWindow, Duration shortWindow, double factor) {
    this.finding = finding;
    this.longWindow = longWindow;
    this.shortWindow = shortWindow;
    this.factor = factor;
  }

  ErrorRateFinding finding() {
    return finding;
  }

  Duration longWindow() {
    return longWindow;
  }

  Duration shortWindow() {
    return shortWindow;
  }

  double factor() {
    return factor;
  }
}
