package com.holdwall.probes;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What people and other systems say, and its end. Thread-safe. */
final class Outside {

  /** How late a report may be forgotten. */
  private static final Duration SWEEP = Duration.ofSeconds(30);

  private final ProbeTimer timer;
  private final SymptomBoard symptoms;
  private final Cleaner cleaner;
  private final Runnable changed;
  private ProbeTimer.@Nullable Scheduled sweep;

  Outside(ProbeTimer timer, SymptomBoard symptoms, Cleaner cleaner, Runnable changed) {
    this.timer = timer;
    this.symptoms = symptoms;
    this.cleaner = cleaner;
    this.changed = changed;
  }

  void report(Report report) {
    Instant now = timer.now();
    symptoms.report(cleaner.clean(report), now);
    changed.run();
    keepSweeping();
  }

  int alert(Alert alert) {
    int taken = symptoms.alert(cleaner.clean(alert), timer.now());
    if (taken > 0) {
      changed.run();
      keepSweeping();
    }
    return taken;
  }

  private synchronized void keepSweeping() {
    if (sweep == null) {
      sweep = timer.schedule(SWEEP, this::sweep);
    }
  }

  private synchronized void sweep() {
    sweep = symptoms.expire(timer.now()) ? timer.schedule(SWEEP, this::sweep) : null;
    changed.run();
  }
}
