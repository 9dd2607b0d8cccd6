package com.holdwall.probes.jdbc;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeResult;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts each time that a probe is asked: a check, or the report that one still hangs. */
final class CountedProbe extends ForwardingProbe {

  private final AtomicInteger rounds;

  CountedProbe(Probe probe, AtomicInteger rounds) {
    super(probe);
    this.rounds = rounds;
  }

  @Override
  public ProbeResult check(CheckContext context) throws Exception {
    rounds.incrementAndGet();
    return super.check(context);
  }

  @Override
  public ProbeResult overdue(CheckContext context, Duration elapsed) {
    rounds.incrementAndGet();
    return super.overdue(context, elapsed);
  }
}
