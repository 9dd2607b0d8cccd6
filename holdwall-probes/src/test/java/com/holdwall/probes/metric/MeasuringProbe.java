package com.holdwall.probes.metric;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeResult;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import java.util.List;

/** A probe with numbers of its own, as most are: what a test puts into it. */
public final class MeasuringProbe implements Probe, MetricSource {

  private final String name;
  private volatile List<Metric> metrics;

  /**
   * Makes a probe.
   *
   * @param name its name
   * @param metrics its numbers
   */
  public MeasuringProbe(String name, Metric... metrics) {
    this.name = name;
    this.metrics = List.of(metrics);
  }

  void metrics(Metric... changed) {
    metrics = List.of(changed);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public RunbookId runbook() {
    return HoldwallRunbooks.KAFKA_CONSUMER_LAG;
  }

  @Override
  public ProbeResult check(CheckContext context) {
    return ProbeResult.unknown("nobody looks");
  }

  @Override
  public List<Metric> metrics() {
    return metrics;
  }
}
