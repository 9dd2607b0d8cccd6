package com.holdwall.benchmarks;

import com.holdwall.probes.ai.CallOutcome;
import com.holdwall.probes.ai.ModelCallStatistics;
import com.holdwall.probes.ai.ModelCalls;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What recording one call of a model costs: beside Micrometer's Timer with a percentile. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ModelCallBenchmark {

  private final ModelCalls calls = ModelCallStatistics.create().model("openai", "small");
  private final LongAdder adder = new LongAdder();
  private final Timer timer =
      Timer.builder("calls").publishPercentiles(0.95).register(new SimpleMeterRegistry());
  private long nanos;

  /** Ours: outcome and time, for the model and in all, over a sliding window. */
  @Benchmark
  public void holdwall() {
    calls.ended(CallOutcome.SUCCESS, 80_000_000 + (nanos++ & 0xfffff));
  }

  /** Micrometer's Timer: count, sum, and one percentile over its window. */
  @Benchmark
  public void micrometerTimer() {
    timer.record(80_000_000 + (nanos++ & 0xfffff), TimeUnit.NANOSECONDS);
  }

  /** The least that counting can cost. */
  @Benchmark
  public void longAdder() {
    adder.increment();
  }
}
