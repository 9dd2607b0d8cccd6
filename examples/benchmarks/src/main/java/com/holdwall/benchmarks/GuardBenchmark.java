package com.holdwall.benchmarks;

import com.holdwall.resilience.Backoff;
import com.holdwall.resilience.Breaker;
import com.holdwall.resilience.Guard;
import com.holdwall.resilience.micrometer.GuardMeters;
import dev.failsafe.CircuitBreaker;
import dev.failsafe.FailsafeExecutor;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.retry.Retry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a guard adds to a call that goes well: beside the bare call, the two readings of the clock
 * that timing a call takes, resilience4j's retry around its circuit breaker with both kinds of
 * window, and Failsafe's. Two threads: {@code -t 2}, or {@link GuardBenchmarkTwoThreads}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GuardBenchmark {

  private final Object answer = new Object();
  private final Callable<Object> work = () -> answer;
  private final Guard guard =
      Guard.named("target")
          .retry(Backoff.exponential(Duration.ofMillis(100)))
          .circuitBreaker()
          .build();
  private final Guard slowCalls =
      Guard.named("target")
          .retry(Backoff.exponential(Duration.ofMillis(100)))
          .circuitBreaker(
              Breaker.named("target").countWindow(100).slowCalls(80, Duration.ofMinutes(1)).build())
          .build();
  private final Guard deadline =
      Guard.named("target")
          .retry(Backoff.exponential(Duration.ofMillis(100)))
          .circuitBreaker()
          .deadline(Duration.ofSeconds(10))
          .build();
  private final Guard metered = metered();
  private final Callable<Object> stacked =
      stacked(SlidingWindowSynchronizationStrategy.SYNCHRONIZED);
  private final Callable<Object> stackedLockFree =
      stacked(SlidingWindowSynchronizationStrategy.LOCK_FREE);
  private final FailsafeExecutor<Object> executor = Stacks.failsafe(CircuitBreaker.ofDefaults());

  private static Guard metered() {
    Guard guard =
        Guard.named("metered")
            .retry(Backoff.exponential(Duration.ofMillis(100)))
            .circuitBreaker()
            .build();
    GuardMeters.of(guard).bindTo(new SimpleMeterRegistry());
    return guard;
  }

  private Callable<Object> stacked(SlidingWindowSynchronizationStrategy strategy) {
    return Retry.decorateCallable(Stacks.retry(), Stacks.breaker(strategy).decorateCallable(work));
  }

  /**
   * The call alone.
   *
   * @return the answer
   * @throws Exception never
   */
  @Benchmark
  public Object bare() throws Exception {
    return work.call();
  }

  /**
   * Two readings of the clock.
   *
   * @return their difference
   */
  @Benchmark
  public long nanoTimeTwice() {
    long start = System.nanoTime();
    return System.nanoTime() - start;
  }

  /**
   * Retry, budget and breaker of a guard; no slow calls, no deadline.
   *
   * @return the answer
   * @throws Exception never
   */
  @Benchmark
  public Object guard() throws Exception {
    return guard.call(work);
  }

  /**
   * The same as {@link #guard()} with its meters in a registry, as a service runs it.
   *
   * @return the answer
   * @throws Exception never
   */
  @Benchmark
  public Object guardWithMeters() throws Exception {
    return metered.call(work);
  }

  /**
   * The same with a window of 100 calls, and slow calls watched, as resilience4j's defaults are.
   *
   * @return the answer
   * @throws Exception never
   */
  @Benchmark
  public Object guardSlowCalls() throws Exception {
    return slowCalls.call(work);
  }

  /**
   * The same as {@link #guard()} with a deadline that interrupts, which no peer here has.
   *
   * @return the answer
   * @throws Exception never
   */
  @Benchmark
  public Object guardDeadline() throws Exception {
    return deadline.call(work);
  }

  /**
   * resilience4j's retry around its breaker.
   *
   * @return the answer
   * @throws Exception never
   */
  @Benchmark
  public Object resilience4jStacked() throws Exception {
    return stacked.call();
  }

  /**
   * The same with the lock-free window.
   *
   * @return the answer
   * @throws Exception never
   */
  @Benchmark
  public Object resilience4jStackedLockFree() throws Exception {
    return stackedLockFree.call();
  }

  /**
   * Failsafe's retry around its breaker.
   *
   * @return the answer
   */
  @Benchmark
  public Object failsafe() {
    return executor.get(work::call);
  }

  /** So many guards, one of them drawn for each call. */
  @State(Scope.Benchmark)
  public static class ManyGuards {

    /** How many guards there are. */
    @Param({"1", "100", "10000"})
    int guards;

    private Guard[] all = {};
    private Callable<?>[] plain = {};

    /** Makes the guards. */
    @Setup
    public void make() {
      Callable<Object> work = () -> this;
      plain =
          IntStream.range(0, guards)
              .mapToObj(
                  i ->
                      Retry.decorateCallable(
                          Stacks.retry(),
                          Stacks.breaker(SlidingWindowSynchronizationStrategy.SYNCHRONIZED)
                              .decorateCallable(work)))
              .toArray(Callable<?>[]::new);
      all =
          IntStream.range(0, guards)
              .mapToObj(
                  i ->
                      Guard.named("target" + i)
                          .retry(Backoff.exponential(Duration.ofMillis(100)))
                          .circuitBreaker()
                          .build())
              .toArray(Guard[]::new);
    }

    Callable<?> anyPlain() {
      return plain[ThreadLocalRandom.current().nextInt(guards)];
    }

    Guard any() {
      return all[ThreadLocalRandom.current().nextInt(guards)];
    }
  }

  /**
   * A call through one of many guards. What grows with their number is misses of the processor's
   * cache, which {@link #guardDrawnOnly} shares.
   *
   * @param many the guards
   * @return the answer
   * @throws Exception never
   */
  @Benchmark
  public Object guardOfMany(ManyGuards many) throws Exception {
    return many.any().call(work);
  }

  /**
   * The same with as many of resilience4j's.
   *
   * @param many the stacks
   * @return the answer
   * @throws Exception never
   */
  @Benchmark
  public Object resilience4jOfMany(ManyGuards many) throws Exception {
    return many.anyPlain().call();
  }

  /**
   * Draws a guard without a call.
   *
   * @param many the guards
   * @return its name
   */
  @Benchmark
  public Object guardDrawnOnly(ManyGuards many) {
    return many.any().name();
  }
}
