package com.holdwall.probes;

import com.holdwall.runbook.Comparison;
import com.holdwall.runbook.Evidence;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.Status;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A probe that does what its test says. */
final class ScriptedProbe implements Probe {

  /** What one check does. */
  interface Script {
    ProbeResult check() throws Exception;
  }

  final AtomicInteger checks = new AtomicInteger();
  final AtomicInteger overdueCalls = new AtomicInteger();
  final AtomicInteger closes = new AtomicInteger();
  final AtomicInteger running = new AtomicInteger();
  final AtomicInteger mostAtOnce = new AtomicInteger();
  private volatile Reach reach = Reach.SHARED;
  private final String name;
  private volatile Script script = () -> answers(Status.UP);
  private volatile Supplier<ProbeResult> overdue = () -> answers(Status.DOWN);

  ScriptedProbe(String name) {
    this.name = name;
  }

  ScriptedProbe does(Script changed) {
    script = changed;
    return this;
  }

  ScriptedProbe reaching(Reach changed) {
    reach = changed;
    return this;
  }

  @Override
  public Reach reach() {
    return reach;
  }

  ScriptedProbe whenOverdue(Supplier<ProbeResult> changed) {
    overdue = changed;
    return this;
  }

  /** Hangs until the latch opens, whatever interrupts it, as a bad driver does. */
  static ProbeResult hang(CountDownLatch until) {
    boolean interrupted = false;
    while (until.getCount() > 0) {
      try {
        until.await();
      } catch (InterruptedException ignoredAsABadDriverDoes) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return answers(Status.UP);
  }

  static ProbeResult answers(Status status) {
    return new ProbeResult(status, "scripted " + status, List.of(), List.of());
  }

  static ProbeResult finds(String finding, int value) {
    Evidence evidence =
        new Evidence(
            "scripted value", value, Comparison.AT_LEAST, 1, "units", Duration.ZERO, 1, "test", "");
    return new ProbeResult(
        value >= 1 ? Status.DOWN : Status.UP,
        "scripted " + finding + " " + value,
        List.of(Reading.of(finding, evidence)),
        List.of());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public RunbookId runbook() {
    return HoldwallRunbooks.DATABASE_CONNECTION_ISSUES;
  }

  @Override
  public ProbeResult check(CheckContext context) throws Exception {
    checks.incrementAndGet();
    mostAtOnce.accumulateAndGet(running.incrementAndGet(), Math::max);
    try {
      return script.check();
    } finally {
      running.decrementAndGet();
    }
  }

  @Override
  public ProbeResult overdue(CheckContext context, Duration elapsed) {
    overdueCalls.incrementAndGet();
    return overdue.get();
  }

  @Override
  public void close() {
    closes.incrementAndGet();
  }
}
