package com.holdwall.probes.traffic;

import com.holdwall.probes.window.TimeDistribution;
import com.holdwall.probes.window.WindowCounts;
import com.holdwall.probes.window.WindowTimes;

/** The requests of one route within five minutes. Thread-safe. */
final class Route {

  private static final int ERRORS = 0;
  private static final int TIMEOUTS = 1;

  private final String name;
  private final boolean healthCheck;
  private final WindowTimes latency;
  private final WindowCounts bad;

  Route(String name, boolean healthCheck, WindowTimes latency, WindowCounts bad) {
    this.name = name;
    this.healthCheck = healthCheck;
    this.latency = latency;
    this.bad = bad;
  }

  static WindowCounts counts(RequestWindows windows) {
    return WindowCounts.of(windows.recent(), 2);
  }

  String name() {
    return name;
  }

  boolean healthCheck() {
    return healthCheck;
  }

  void record(int slice, long nanos, boolean error, boolean timeout) {
    latency.record(slice, nanos);
    if (error) {
      bad.add(slice, ERRORS, 1);
    }
    if (timeout) {
      bad.add(slice, TIMEOUTS, 1);
    }
  }

  TimeDistribution latency() {
    return latency.read();
  }

  long errors() {
    return bad.sum(ERRORS);
  }

  long timeouts() {
    return bad.sum(TIMEOUTS);
  }
}
