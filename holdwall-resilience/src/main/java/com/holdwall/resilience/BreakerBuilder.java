package com.holdwall.resilience;

import com.holdwall.resilience.internal.Nanos;
import com.holdwall.resilience.internal.Require;
import java.time.Duration;
import java.util.Objects;

/**
 * Builds a {@link Breaker}. The defaults: it opens when 50 % of at least 20 calls in the last 30 s
 * failed; no call is slow; it stays open for 5 s, doubled for each opening in a row up to 60 s,
 * each spread by a fifth; 10 half-open calls, each with a lease of 30 s; 3 failed health checks
 * running open it, 2 good ones lead to half-open, and a health check older than 30 s is ignored.
 * Not thread-safe; may be reused after {@link #build()}.
 */
public final class BreakerBuilder {

  private final String name;
  private int failurePercent = 50;
  private int slowPercent = 80;
  private long slowNanos = BreakerSettings.NEVER_SLOW;
  private int minimumCalls = 20;
  private int countWindow;
  private Duration timeWindow = Duration.ofSeconds(30);
  private Duration openTime = Duration.ofSeconds(5);
  private Duration maxOpenTime = Duration.ofSeconds(60);
  private int probes = 10;
  private Duration lease = Duration.ofSeconds(30);
  private int healthFailures = 3;
  private int healthSuccesses = 2;
  private Duration healthStale = Duration.ofSeconds(30);
  private Ticker ticker = Ticker.system();
  private RandomSource random = RandomSource.system();

  BreakerBuilder(String name) {
    this.name = Require.notBlank("name", name);
  }

  /**
   * Sets the share of failed calls that opens.
   *
   * @param percent from 1 to 100
   * @return this builder
   */
  public BreakerBuilder failureRate(int percent) {
    failurePercent = Require.percent("failureRate", percent);
    return this;
  }

  /**
   * Watches how long calls take. Each call then costs a second reading of the clock.
   *
   * @param percent the share of slow calls that opens; from 1 to 100
   * @param threshold from how long on a call is slow; longer than zero
   * @return this builder
   */
  public BreakerBuilder slowCalls(int percent, Duration threshold) {
    slowPercent = Require.percent("slowCalls", percent);
    slowNanos = Nanos.of(Require.positive("threshold", threshold));
    return this;
  }

  /**
   * Sets how many calls there must be before a share of them means anything.
   *
   * @param calls at least 1
   * @return this builder
   */
  public BreakerBuilder minimumCalls(int calls) {
    minimumCalls = Require.atLeastOne("minimumCalls", calls);
    return this;
  }

  /**
   * Judges by the calls of the last so long, in slices of a thirtieth.
   *
   * @param length longer than zero
   * @return this builder
   */
  public BreakerBuilder timeWindow(Duration length) {
    timeWindow = Require.positive("timeWindow", length);
    countWindow = 0;
    return this;
  }

  /**
   * Judges by the last so many calls. A minimum of calls above that is lowered to it.
   *
   * @param calls at least 1
   * @return this builder
   */
  public BreakerBuilder countWindow(int calls) {
    countWindow = Require.atLeastOne("countWindow", calls);
    return this;
  }

  /**
   * Sets how long it stays open.
   *
   * @param first the first time; longer than zero
   * @param longest the limit that no opening exceeds; not shorter. The doubling ends at five sixths
   *     of it, which a spread of a fifth makes up to the whole of it
   * @return this builder
   */
  public BreakerBuilder openTime(Duration first, Duration longest) {
    Require.positive("openTime", first);
    if (longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "longest must not be shorter than first " + first + ", but is " + longest);
    }
    openTime = first;
    maxOpenTime = longest;
    return this;
  }

  /**
   * Sets the half-open phase.
   *
   * @param calls how many calls must come back before it closes; at least 1
   * @param callLease after how long a call that has not come back counts as failed; longer than
   *     zero
   * @return this builder
   */
  public BreakerBuilder halfOpen(int calls, Duration callLease) {
    probes = Require.atLeastOne("calls", calls);
    lease = Require.positive("callLease", callLease);
    return this;
  }

  /**
   * Sets how health checks count.
   *
   * @param failures how many running open it; at least 1
   * @param successes how many running lead to half-open; at least 1
   * @param stale how old an observation may be, and how far apart two of a run; three intervals of
   *     the check are a good value
   * @return this builder
   */
  public BreakerBuilder health(int failures, int successes, Duration stale) {
    healthFailures = Require.atLeastOne("failures", failures);
    healthSuccesses = Require.atLeastOne("successes", successes);
    healthStale = Require.positive("stale", stale);
    return this;
  }

  /**
   * Replaces clock and randomness, for tests.
   *
   * @param newTicker where elapsed time comes from
   * @param newRandom where the spread comes from
   * @return this builder
   */
  public BreakerBuilder time(Ticker newTicker, RandomSource newRandom) {
    ticker = Objects.requireNonNull(newTicker, "ticker must not be null");
    random = Objects.requireNonNull(newRandom, "random must not be null");
    return this;
  }

  /** {@return a closed breaker, with a copy of the settings} */
  public Breaker build() {
    return new Breaker(
        new BreakerSettings(
            name,
            failurePercent,
            slowPercent,
            slowNanos,
            countWindow > 0 ? Math.min(minimumCalls, countWindow) : minimumCalls,
            countWindow,
            Nanos.of(timeWindow),
            Nanos.of(openTime),
            Nanos.of(maxOpenTime),
            probes,
            Nanos.of(lease),
            healthFailures,
            healthSuccesses,
            Nanos.of(healthStale),
            ticker,
            random));
  }
}
