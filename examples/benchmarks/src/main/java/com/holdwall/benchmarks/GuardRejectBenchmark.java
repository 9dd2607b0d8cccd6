package com.holdwall.benchmarks;

import com.holdwall.resilience.Backoff;
import com.holdwall.resilience.Breaker;
import com.holdwall.resilience.BreakerBuilder;
import com.holdwall.resilience.BreakerPhase;
import com.holdwall.resilience.CallRejectedException;
import com.holdwall.resilience.Guard;
import dev.failsafe.CircuitBreakerOpenException;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
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
 * What it costs to refuse a call while the breaker is open. The peers are measured without their
 * retry, which would sleep and try again.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GuardRejectBenchmark {

  private final Callable<Object> work = Object::new;
  private final Guard guard = openGuard();
  private final Callable<Object> stacked =
      open(SlidingWindowSynchronizationStrategy.SYNCHRONIZED).decorateCallable(work);
  private final Callable<Object> stackedLockFree =
      open(SlidingWindowSynchronizationStrategy.LOCK_FREE).decorateCallable(work);
  private final FailsafeExecutor<Object> executor = openFailsafe();

  private static Guard openGuard() {
    BreakerBuilder builder = Breaker.named("target");
    Breaker breaker = builder.openTime(Duration.ofHours(9), Duration.ofHours(9)).build();
    breaker.switchTo(BreakerPhase.OPEN);
    return Guard.named("target")
        .retry(Backoff.exponential(Duration.ofMillis(100)))
        .circuitBreaker(breaker)
        .build();
  }

  private static CircuitBreaker open(SlidingWindowSynchronizationStrategy strategy) {
    CircuitBreaker breaker = Stacks.breaker(strategy);
    breaker.transitionToOpenStateFor(Duration.ofHours(9));
    return breaker;
  }

  private static FailsafeExecutor<Object> openFailsafe() {
    dev.failsafe.CircuitBreaker<Object> breaker =
        dev.failsafe.CircuitBreaker.builder().withDelay(Duration.ofHours(9)).build();
    breaker.open();
    return Failsafe.with(breaker);
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
   * Refused by a guard.
   *
   * @return what it threw
   * @throws Exception never
   */
  @Benchmark
  public Object guard() throws Exception {
    try {
      return guard.call(work);
    } catch (CallRejectedException rejected) {
      return rejected;
    }
  }

  /**
   * Refused by resilience4j's breaker.
   *
   * @return what it threw
   * @throws Exception never
   */
  @Benchmark
  public Object resilience4jStacked() throws Exception {
    try {
      return stacked.call();
    } catch (CallNotPermittedException rejected) {
      return rejected;
    }
  }

  /**
   * Refused by resilience4j's breaker with the lock-free window.
   *
   * @return what it threw
   * @throws Exception never
   */
  @Benchmark
  public Object resilience4jStackedLockFree() throws Exception {
    try {
      return stackedLockFree.call();
    } catch (CallNotPermittedException rejected) {
      return rejected;
    }
  }

  /**
   * Refused by Failsafe's breaker.
   *
   * @return what it threw
   */
  @Benchmark
  public Object failsafe() {
    try {
      return executor.get(work::call);
    } catch (CircuitBreakerOpenException rejected) {
      return rejected;
    }
  }
}
