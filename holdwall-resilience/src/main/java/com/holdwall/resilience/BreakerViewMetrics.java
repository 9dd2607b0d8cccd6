package com.holdwall.resilience;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;

/** A breaker's counts and settings in resilience4j's terms. */
final class BreakerViewMetrics implements CircuitBreaker.Metrics {

  /** What resilience4j answers while there are too few calls. */
  private static final float TOO_FEW = -1;

  private final Breaker breaker;

  BreakerViewMetrics(Breaker breaker) {
    this.breaker = breaker;
  }

  static CircuitBreakerConfig config(BreakerSettings settings) {
    CircuitBreakerConfig.Builder builder =
        CircuitBreakerConfig.custom()
            .failureRateThreshold(settings.failurePercent())
            .slowCallRateThreshold(settings.slowPercent())
            .minimumNumberOfCalls(settings.minimumCalls())
            .permittedNumberOfCallsInHalfOpenState(settings.probes())
            .waitDurationInOpenState(Duration.ofNanos(Math.max(1_000_000, settings.openNanos())));
    if (settings.watchesSlowCalls()) {
      builder.slowCallDurationThreshold(Duration.ofNanos(settings.slowNanos()));
    }
    boolean count = settings.countWindow() > 0;
    long seconds = Duration.ofNanos(settings.timeWindowNanos()).toSeconds();
    return builder
        .slidingWindowType(
            count
                ? CircuitBreakerConfig.SlidingWindowType.COUNT_BASED
                : CircuitBreakerConfig.SlidingWindowType.TIME_BASED)
        .slidingWindowSize(
            count ? settings.countWindow() : (int) Math.max(1, Math.min(seconds, 1 << 20)))
        .build();
  }

  private float rate(long part, long calls) {
    return calls < breaker.settings.minimumCalls() ? TOO_FEW : part * 100f / calls;
  }

  @Override
  public float getFailureRate() {
    BreakerCounts counts = breaker.counts();
    return rate(counts.failed(), counts.calls());
  }

  @Override
  public float getSlowCallRate() {
    BreakerCounts counts = breaker.counts();
    return rate(counts.slow(), counts.calls());
  }

  @Override
  public int getNumberOfSlowCalls() {
    return clamped(breaker.counts().slow());
  }

  @Override
  public int getNumberOfSlowSuccessfulCalls() {
    BreakerCounts counts = breaker.counts();
    return clamped(counts.slow() - counts.slowFailed());
  }

  @Override
  public int getNumberOfSlowFailedCalls() {
    return clamped(breaker.counts().slowFailed());
  }

  @Override
  public int getNumberOfBufferedCalls() {
    return clamped(breaker.counts().calls());
  }

  @Override
  public int getNumberOfFailedCalls() {
    return clamped(breaker.counts().failed());
  }

  @Override
  public long getNumberOfNotPermittedCalls() {
    return breaker.counts().rejected();
  }

  @Override
  public int getNumberOfSuccessfulCalls() {
    BreakerCounts counts = breaker.counts();
    return clamped(counts.calls() - counts.failed());
  }

  private static int clamped(long count) {
    return (int) Math.max(0, Math.min(count, Integer.MAX_VALUE));
  }
}
