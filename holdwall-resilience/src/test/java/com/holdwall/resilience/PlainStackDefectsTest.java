package com.holdwall.resilience;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * The known defects of resilience4j 2.4's circuit breaker and retry: each is shown on the plain
 * stack first, and then not to be here. A first half that begins to fail means that resilience4j
 * has mended it.
 */
class PlainStackDefectsTest {

  private final FakeTime time = new FakeTime();
  private final Breaker ours = Breaker.named("db").time(time, bound -> bound / 2).build();
  private final Guard guard =
      Guard.named("db")
          .retry(Backoff.exponential(ofMillis(100)).withCap(ofSeconds(1)))
          .circuitBreaker(ours)
          .time(time, time, bound -> bound - 1)
          .build();

  /** resilience4j's breaker with two half-open calls, otherwise with its defaults. */
  private final CircuitBreaker plain =
      CircuitBreaker.of(
          "db",
          CircuitBreakerConfig.custom()
              .permittedNumberOfCallsInHalfOpenState(2)
              .ignoreExceptions(IllegalArgumentException.class)
              .build());

  @Nested
  class OutcomesOfAnOlderState {

    @Test
    void plain_twoOldSuccessesCloseIt_whileItsOnlyProbeStillRuns() {
      assertThat(plain.tryAcquirePermission()).isTrue();
      assertThat(plain.tryAcquirePermission()).isTrue();
      plain.transitionToOpenState();
      plain.transitionToHalfOpenState();
      assertThat(plain.tryAcquirePermission()).isTrue();

      plain.onSuccess(1, TimeUnit.NANOSECONDS);
      plain.onSuccess(1, TimeUnit.NANOSECONDS);

      assertThat(plain.getState()).isEqualTo(CircuitBreaker.State.CLOSED);
    }

    @Test
    void ours_changeNothing() {
      List<Long> old = permits(10);
      halfOpen();
      assertThat(ours.tryAcquire()).isNotEqualTo(Breaker.REJECTED);

      old.forEach(permit -> ours.succeeded(permit, 1));
      old.forEach(permit -> ours.failed(permit, 1));

      assertThat(ours.phase()).isEqualTo(BreakerPhase.HALF_OPEN);
      assertThat(ours.counts().calls()).isZero();
    }
  }

  @Nested
  class IgnoredFailuresOfAnOlderState {

    @Test
    void plain_eachGivesAnotherPermitInHalfOpen() {
      for (int i = 0; i < 5; i++) {
        assertThat(plain.tryAcquirePermission()).isTrue();
      }
      plain.transitionToOpenState();
      plain.transitionToHalfOpenState();
      assertThat(plain.tryAcquirePermission()).isTrue();
      assertThat(plain.tryAcquirePermission()).isTrue();
      assertThat(plain.tryAcquirePermission()).isFalse();

      int extra = 0;
      for (int i = 0; i < 5; i++) {
        plain.onError(1, TimeUnit.NANOSECONDS, new IllegalArgumentException());
        extra += plain.tryAcquirePermission() ? 1 : 0;
      }
      assertThat(extra).isEqualTo(5);
    }

    @Test
    void ours_giveNone() {
      List<Long> old = permits(5);
      halfOpen();
      assertThat(ours.tryAcquire()).isNotEqualTo(Breaker.REJECTED);
      for (long permit : old) {
        ours.release(permit);
        assertThat(ours.tryAcquire()).isEqualTo(Breaker.REJECTED);
      }
    }
  }

  @Nested
  class HungHalfOpenCalls {

    @Test
    void plain_refusesForEver() {
      FakeClock clock = new FakeClock();
      CircuitBreaker defaults =
          CircuitBreaker.of(
              "db",
              CircuitBreakerConfig.custom()
                  .permittedNumberOfCallsInHalfOpenState(1)
                  .clock(clock)
                  .build());
      defaults.transitionToOpenState();
      defaults.transitionToHalfOpenState();
      assertThat(defaults.tryAcquirePermission()).isTrue();
      clock.advance(ofDays(1));
      assertThat(defaults.tryAcquirePermission()).isFalse();
      assertThat(defaults.getState()).isEqualTo(CircuitBreaker.State.HALF_OPEN);
    }

    @Test
    void ours_recoversByItself() {
      halfOpen();
      assertThat(ours.tryAcquire()).isNotEqualTo(Breaker.REJECTED);
      time.advance(ofSeconds(30)); // the lease
      assertThat(ours.tryAcquire()).isEqualTo(Breaker.REJECTED);
      time.advance(ofSeconds(10)); // open again, for twice as long
      for (int i = 0; i < 10; i++) {
        ours.succeeded(ours.tryAcquire(), 1);
      }
      assertThat(ours.phase()).isEqualTo(BreakerPhase.CLOSED);
    }
  }

  @Nested
  class CancelledFutures {

    @Test
    void plain_leavesTheSourceRunning_andThePermitTaken() {
      plain.transitionToOpenState();
      plain.transitionToHalfOpenState();
      CompletableFuture<String> source = new CompletableFuture<>();
      plain.executeCompletionStage(() -> source).toCompletableFuture().cancel(true);
      assertThat(source).isNotDone();
      assertThat(plain.tryAcquirePermission()).isTrue(); // the second of two
      assertThat(plain.tryAcquirePermission()).isFalse();
    }

    @Test
    void ours_cancelsTheSource_andGivesThePermitBack() {
      halfOpen();
      CompletableFuture<String> source = new CompletableFuture<>();
      guard.executeAsync(() -> source).toCompletableFuture().cancel(true);
      assertThat(source).isCancelled();
      assertThat(ours.tryAcquire()).isNotEqualTo(Breaker.REJECTED);
    }
  }

  @Nested
  class RetryOverAnOpenBreaker {

    @Test
    void plain_retriesRefusedCallsAndSleeps() {
      plain.transitionToForcedOpenState();
      Retry retry =
          Retry.of("db", RetryConfig.custom().waitDuration(ofMillis(1)).maxAttempts(3).build());
      Callable<String> stacked =
          Retry.decorateCallable(retry, plain.decorateCallable(() -> "answer"));
      assertThat(catchThrowable(stacked::call)).isNotNull();
      assertThat(plain.getMetrics().getNumberOfNotPermittedCalls()).isEqualTo(3);
    }

    @Test
    void ours_refusesOnceAndDoesNotSleep() {
      ours.switchTo(BreakerPhase.FORCED_OPEN);
      assertThatThrownBy(() -> guard.call(() -> "answer"))
          .isInstanceOf(CallRejectedException.class);
      assertThat(ours.counts().rejected()).isEqualTo(1);
      assertThat(time.sleeps()).isEmpty();
    }
  }

  @Nested
  class JitterAtTheCap {

    private static final int DRAWS = 20_000;

    @Test
    void plain_allWaitsAreTheCap() {
      IntervalFunction interval = IntervalFunction.ofExponentialRandomBackoff(100, 2, 0.5, 1000);
      long[] waits = LongStream.range(0, DRAWS).map(i -> interval.apply(6)).toArray();
      assertThat(deviation(waits)).isZero();
      assertThat(waits).containsOnly(1000);
    }

    @Test
    void ours_staySpread() {
      SplittableRandom seeded = new SplittableRandom(7);
      Backoff backoff = Backoff.exponential(ofMillis(100)).withCap(ofSeconds(1));
      long[] waits =
          LongStream.range(0, DRAWS).map(i -> backoff.delayNanos(6, 0, seeded::nextLong)).toArray();
      assertThat(deviation(waits) / ofSeconds(1).toNanos()).isGreaterThanOrEqualTo(0.28);
    }
  }

  @Nested
  class AskedToStop {

    @Test
    void plain_aNegativeWaitForAResult_isAnIllegalState() {
      RetryConfig config =
          RetryConfig.<String>custom()
              .retryOnResult(answer -> true)
              .intervalBiFunction((attempt, outcome) -> -1L)
              .build();
      assertThatThrownBy(() -> Retry.of("db", config).executeCallable(() -> "busy"))
          .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void ours_stopsWithTheFailure() {
      Failure never = new Failure(Failure.Kind.THROTTLED, RetryAfter.never());
      AtomicInteger attempts = new AtomicInteger();
      Guard polite =
          Guard.named("db")
              .retry(Backoff.exponential(ofMillis(1)))
              .classify(thrown -> never)
              .build();
      assertThatThrownBy(
              () ->
                  polite.call(
                      () -> {
                        attempts.incrementAndGet();
                        throw new IOException("busy");
                      }))
          .hasMessage("busy");
      assertThat(attempts).hasValue(1);
    }
  }

  private List<Long> permits(int count) {
    List<Long> permits = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      permits.add(ours.tryAcquire());
    }
    return permits;
  }

  private void halfOpen() {
    ours.switchTo(BreakerPhase.OPEN);
    ours.switchTo(BreakerPhase.HALF_OPEN);
  }

  private static double deviation(long[] values) {
    double mean = LongStream.of(values).average().orElse(0);
    double variance =
        LongStream.of(values).mapToDouble(v -> (v - mean) * (v - mean)).average().orElse(0);
    return Math.sqrt(variance);
  }
}
