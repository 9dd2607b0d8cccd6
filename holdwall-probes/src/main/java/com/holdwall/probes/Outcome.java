package com.holdwall.probes;

import com.holdwall.runbook.Status;

/** How a run ended: what it said, and whether it was able to say it. */
record Outcome(ProbeResult result, Basis basis) {

  static Outcome answered(ProbeResult result) {
    return new Outcome(result, result.status() == Status.UNKNOWN ? Basis.UNTOLD : Basis.CHECKED);
  }

  static Outcome hung(ProbeResult report) {
    return new Outcome(report, Basis.HUNG);
  }

  static Outcome broken(Throwable failure) {
    // The class only: a driver's message may hold a password.
    return new Outcome(
        ProbeResult.unknown("the check itself broke: " + failure.getClass().getName()),
        Basis.CHECK_BROKE);
  }

  static Outcome notStarted(Throwable failure) {
    return new Outcome(
        ProbeResult.unknown("the check could not be started: " + failure.getClass().getName()),
        Basis.CHECK_BROKE);
  }
}
