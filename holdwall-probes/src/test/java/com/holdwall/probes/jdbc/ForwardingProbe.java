package com.holdwall.probes.jdbc;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.Reach;
import com.holdwall.runbook.RunbookId;
import java.time.Duration;

/** A probe in front of another one, for what a test wants to see or to do besides. */
abstract class ForwardingProbe implements Probe {

  private final Probe probe;

  ForwardingProbe(Probe probe) {
    this.probe = probe;
  }

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
  public Reach reach() {
    return probe.reach();
  }

  @Override
  public boolean pinsThread() {
    return probe.pinsThread();
  }

  @Override
  public ProbeResult check(CheckContext context) throws Exception {
    return probe.check(context);
  }

  @Override
  public ProbeResult overdue(CheckContext context, Duration elapsed) {
    return probe.overdue(context, elapsed);
  }

  @Override
  public void close() {
    probe.close();
  }
}
