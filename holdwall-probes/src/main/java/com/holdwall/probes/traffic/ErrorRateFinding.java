package com.holdwall.probes.traffic;

/** What an {@link ErrorRateProbe} can find, the gravest first. Readings carry the name. */
public enum ErrorRateFinding {
  /** The error budget burns more than 14.4 times too fast, over an hour and over 5 minutes. */
  BURNING_FAST,
  /** The error budget burns more than 6 times too fast, over 6 hours and over 30 minutes. */
  BURNING,
  /** More than 1 % of the answers of 5 minutes are errors. */
  ERROR_RATE_HIGH,
  /** The same of one route, which the others may hide. */
  ROUTE_FAILING,
  /** The error budget burns faster than it lasts, over 3 days and over 6 hours. */
  BURNING_SLOWLY
}
