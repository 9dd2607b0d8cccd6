package com.holdwall.probes.traffic;

/** What a {@link LatencyProbe} can find, the gravest first. Readings carry the name. */
public enum LatencyFinding {
  /** The 95th percentile is above 500 ms, over a minute and over 5 minutes. */
  P95_HIGH,
  /** The same of one route over 5 minutes, which the others may hide. */
  ROUTE_SLOW
}
