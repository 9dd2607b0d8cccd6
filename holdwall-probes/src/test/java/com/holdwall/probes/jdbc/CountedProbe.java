package com.holdwall.probes.jdbc;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.runbook.RunbookId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts each time that a probe is asked: a check, or the report that one still hangs. */
record CountedProbe(Probe probe, AtomicInteger rounds) implements Probe {

  @Override
  public String name() {
    return probe.name();
  }

  @Override
  public RunbookId runbook() {
    return probe.runbook();
  }

  @Override
  public ProbeSettings settings() {
    return probe.settings();
  }

  @Override
  public boolean pinsThread() {
    return probe.pinsThread();
  }

  @Override
  public ProbeResult check(CheckContext context) throws Exception {
    rounds.incrementAndGet();
    return probe.check(context);
  }

  @Override
  public ProbeResult overdue(CheckContext context, Duration elapsed) {
    rounds.incrementAndGet();
    return probe.overdue(context, elapsed);
  }

  @Override
  public void close() {
    try {
      probe.close();
    } catch (Exception failure) {
      throw new AssertionError(failure);
    }
  }
}
