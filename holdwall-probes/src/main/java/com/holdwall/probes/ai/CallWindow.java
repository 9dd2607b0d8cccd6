package com.holdwall.probes.ai;

import com.holdwall.probes.window.TimeDistribution;
import com.holdwall.probes.window.WindowClock;
import com.holdwall.probes.window.WindowCounts;
import com.holdwall.probes.window.WindowTimes;
import java.time.Duration;

/** The calls of one model, or of all, within the window. Thread-safe. */
final class CallWindow {

  private static final Duration UNIT = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofMinutes(20);

  private final WindowCounts outcomes;
  private final WindowTimes latency;
  private final WindowTimes firstToken;

  CallWindow(WindowClock clock) {
    this.outcomes = WindowCounts.of(clock, CallOutcomes.COUNT);
    this.latency = WindowTimes.of(clock, UNIT, LONGEST);
    this.firstToken = WindowTimes.of(clock, UNIT, LONGEST);
  }

  void ended(int slice, CallOutcome outcome, long nanos) {
    outcomes.add(slice, outcome.index(), 1);
    // What is refused at once says nothing about how long an answer takes, and would hide it.
    if (outcome == CallOutcome.SUCCESS || outcome == CallOutcome.TIMEOUT) {
      latency.record(slice, nanos);
    }
  }

  void firstToken(long nanos) {
    firstToken.record(nanos);
  }

  CallOutcomes outcomes() {
    return new CallOutcomes(outcomes.sums());
  }

  TimeDistribution latency() {
    return latency.read();
  }

  TimeDistribution firstToken() {
    return firstToken.read();
  }
}
