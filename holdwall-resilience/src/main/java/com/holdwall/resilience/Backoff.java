package com.holdwall.resilience;

import com.holdwall.resilience.internal.Nanos;
import com.holdwall.resilience.internal.Require;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * How long to wait before each retry: {@code min(cap, base * 2^(retry - 1))}, and then spread by
 * the jitter. The jitter is applied after the cap, so that a crowd of callers whose waits have
 * reached the cap stays spread. The arithmetic is on whole nanoseconds and saturates. Immutable.
 *
 * @param base the longest wait before the first retry (with {@link Jitter#DECORRELATED} a third of
 *     it, and also the shortest wait); longer than zero
 * @param cap the longest wait of all; not shorter than {@code base}
 * @param jitter how the wait is spread
 */
public record Backoff(Duration base, Duration cap, Jitter jitter) {

  /** 20 s: the cap of the AWS SDKs' standard retry mode. */
  private static final Duration DEFAULT_CAP = Duration.ofSeconds(20);

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if {@code base} is not longer than zero, or {@code cap} is
   *     shorter than {@code base}
   */
  public Backoff {
    Require.positive("base", base);
    Objects.requireNonNull(jitter, "jitter must not be null");
    if (cap.compareTo(base) < 0) {
      throw new IllegalArgumentException(
          "cap must not be shorter than base " + base + ", but is " + cap);
    }
  }

  /**
   * Exponential backoff with full jitter, capped at 20 s, or at {@code base} where that is longer.
   *
   * @param base the longest wait before the first retry; longer than zero
   * @return the backoff
   * @throws IllegalArgumentException if {@code base} is not longer than zero
   */
  public static Backoff exponential(Duration base) {
    Duration cap = base.compareTo(DEFAULT_CAP) > 0 ? base : DEFAULT_CAP;
    return new Backoff(base, cap, Jitter.FULL);
  }

  /**
   * Changes the cap.
   *
   * @param newCap the longest wait of all; not shorter than the base
   * @return a backoff with that cap
   * @throws IllegalArgumentException if {@code newCap} is shorter than the base
   */
  public Backoff withCap(Duration newCap) {
    return new Backoff(base, newCap, jitter);
  }

  /**
   * Changes the jitter.
   *
   * @param newJitter how the wait is spread
   * @return a backoff with that jitter
   */
  public Backoff withJitter(Jitter newJitter) {
    return new Backoff(base, cap, newJitter);
  }

  /**
   * Draws the wait before a retry.
   *
   * @param retry which retry it is: 1 for the first, which is the second attempt
   * @param previousNanos the wait before the retry before this one, in nanoseconds, as {@link
   *     Jitter#DECORRELATED} builds on it; 0 for the first
   * @param random where the spread comes from
   * @return the wait in nanoseconds, from 0 to the cap
   * @throws IllegalArgumentException if {@code retry} is less than 1
   */
  public long delayNanos(int retry, long previousNanos, RandomSource random) {
    Require.atLeastOne("retry", retry);
    return jitter.draw(this, retry, previousNanos, random);
  }

  /**
   * Adapts this backoff to resilience4j's own {@code Retry}, in whole milliseconds. As that knows
   * nothing of the wait before, {@link Jitter#DECORRELATED} draws the whole chain of waits anew for
   * each retry.
   *
   * @param random where the spread comes from
   * @return the interval function; thread-safe if {@code random} is
   */
  public IntervalFunction toIntervalFunction(RandomSource random) {
    return attempt -> TimeUnit.NANOSECONDS.toMillis(chained(attempt, random));
  }

  private long chained(int retry, RandomSource random) {
    if (jitter != Jitter.DECORRELATED) {
      return delayNanos(retry, 0, random);
    }
    long wait = 0;
    for (int i = 1; i <= retry; i++) {
      wait = delayNanos(i, wait, random);
    }
    return wait;
  }

  long capNanos() {
    return Nanos.of(cap);
  }

  long ceilingNanos(int retry) {
    return Math.min(capNanos(), Nanos.doubled(Nanos.of(base), retry - 1));
  }
}
