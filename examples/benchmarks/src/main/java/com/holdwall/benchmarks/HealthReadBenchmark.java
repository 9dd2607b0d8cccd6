package com.holdwall.benchmarks;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.HealthReport;
import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.ProbeResult;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.Status;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to read the health of ten dependencies while their probes run. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HealthReadBenchmark {

  private static final int PROBES = 10;

  private ProbeRegistry registry = build();

  private record Trivial(String name, RunbookId runbook) implements Probe {
    @Override
    public ProbeResult check(CheckContext context) {
      return new ProbeResult(Status.UP, "trivial", List.of(), List.of());
    }
  }

  private static ProbeRegistry build() {
    var builder = ProbeRegistry.builder();
    for (int i = 0; i < PROBES; i++) {
      builder.register(new Trivial("probe-" + i, HoldwallRunbooks.DATABASE_CONNECTION_ISSUES));
    }
    return builder.build();
  }

  /** Starts the probes. */
  @Setup
  public void start() {
    registry = build().start();
  }

  /** Stops the probes. */
  @TearDown
  public void stop() {
    registry.close();
  }

  /**
   * Reads the health.
   *
   * @return the report
   */
  @Benchmark
  public HealthReport holdwall() {
    return registry.health();
  }

  /**
   * Reads the clock, for comparison.
   *
   * @return the time
   */
  @Benchmark
  public long nanoTime() {
    return System.nanoTime();
  }
}
