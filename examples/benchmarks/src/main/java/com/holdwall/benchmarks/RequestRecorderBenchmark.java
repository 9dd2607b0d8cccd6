package com.holdwall.benchmarks;

import com.holdwall.probes.traffic.RequestOutcome;
import com.holdwall.probes.traffic.RequestRecorder;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.ThreadLocalRandom;
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

/**
 * What recording one request costs: beside Micrometer's Timer with percentiles, and beside the
 * least that counting can cost. The times are spread as those of a service are.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RequestRecorderBenchmark {

  private final RequestRecorder recorder = RequestRecorder.create();
  private final LongAdder adder = new LongAdder();
  private final Timer timer =
      Timer.builder("http.server.requests")
          .publishPercentiles(0.5, 0.95, 0.99)
          .register(new SimpleMeterRegistry());

  /** 20 to 154 ms; the generator is the same for all and takes 2 ns. */
  private static long nanos() {
    return 20_000_000L + (ThreadLocalRandom.current().nextInt() & 0x7ff_ffff);
  }

  /** Ours: error rate, burn rates, trends and percentiles, by route and in all. */
  @Benchmark
  public void holdwall() {
    recorder.record("GET /claims/{id}", 200, nanos(), RequestOutcome.ANSWERED);
  }

  /** Micrometer's Timer: count, sum, maximum and percentiles over its window, of one route. */
  @Benchmark
  public void micrometerTimer() {
    timer.record(nanos(), TimeUnit.NANOSECONDS);
  }

  /** The least that counting can cost. */
  @Benchmark
  public long longAdder() {
    adder.increment();
    return nanos();
  }
}
