package com.holdwall.probes;

import com.holdwall.runbook.Status;

/** How a run ended: what it said, and whether it was able to say it. */
record Outcome(ProbeResult result, Basis basis) {

  /** Made beforehand: when it is needed there is no memory for another. */
  private static final Outcome NO_MEMORY = broke(OutOfMemoryError.class);

  static Outcome answered(ProbeResult result) {
    return new Outcome(result, result.status() == Status.UNKNOWN ? Basis.UNTOLD : Basis.CHECKED);
  }

  static Outcome hung(ProbeResult report) {
    return new Outcome(report, Basis.HUNG);
  }

  /** Never fails, whatever there is left of memory. */
  static Outcome broken(Throwable failure) {
    try {
      return failure instanceof OutOfMemoryError ? NO_MEMORY : broke(failure.getClass());
    } catch (OutOfMemoryError full) {
      return NO_MEMORY;
    }
  }

  private static Outcome broke(Class<?> failure) {
    // The class only: a driver's message may hold a password.
    return new Outcome(
        ProbeResult.unknown("the check itself broke: " + failure.getName()), Basis.CHECK_BROKE);
  }

  static Outcome notStarted(Throwable failure) {
    return new Outcome(
        ProbeResult.unknown("the check could not be started: " + failure.getClass().getName()),
        Basis.CHECK_BROKE);
  }
}
