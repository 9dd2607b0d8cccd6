package com.holdwall.benchmarks;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeResult;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.Status;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A check that sleeps, or answers at once. */
record TrivialProbe(String name, long millis) implements Probe {

  private static final RunbookId RUNBOOK = new RunbookId("database-connection-issues");

  @Override
  public RunbookId runbook() {
    return RUNBOOK;
  }

  @Override
  public ProbeResult check(CheckContext context) throws InterruptedException {
    if (millis > 0) {
      TimeUnit.MILLISECONDS.sleep(millis);
    }
    return new ProbeResult(Status.UP, "well", List.of(), List.of());
  }
}
