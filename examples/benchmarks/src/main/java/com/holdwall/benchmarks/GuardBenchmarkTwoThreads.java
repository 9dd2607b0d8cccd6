package com.holdwall.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** {@link GuardBenchmark} with two threads that share the guard, or the peers' breaker. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(java.util.concurrent.TimeUnit.NANOSECONDS)
@Fork(2)
@Threads(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GuardBenchmarkTwoThreads {

  private final GuardBenchmark one = new GuardBenchmark();

  /**
   * As there.
   *
   * @return the answer
   * @throws Exception never
   */
  @Benchmark
  public Object guard() throws Exception {
    return one.guard();
  }

  /**
   * As there.
   *
   * @return the answer
   * @throws Exception never
   */
  @Benchmark
  public Object guardSlowCalls() throws Exception {
    return one.guardSlowCalls();
  }

  /**
   * As there.
   *
   * @return the answer
   * @throws Exception never
   */
  @Benchmark
  public Object resilience4jStacked() throws Exception {
    return one.resilience4jStacked();
  }

  /**
   * As there.
   *
   * @return the answer
   * @throws Exception never
   */
  @Benchmark
  public Object resilience4jStackedLockFree() throws Exception {
    return one.resilience4jStackedLockFree();
  }

  /**
   * As there.
   *
   * @return the answer
   */
  @Benchmark
  public Object failsafe() {
    return one.failsafe();
  }
}
