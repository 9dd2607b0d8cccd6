package com.holdwall.resilience;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Client-side throttling as the SRE book has it ("Handling Overload"): over the last two minutes,
 * calls are refused here with the probability {@code max(0, (requests - 2 * accepts) / (requests +
 * 1))}. A request counts when it is sent, and a refused one counts too, so that the harder the
 * callers press, the fewer get through. One call per second always does, as the target would
 * otherwise never be seen to recover. Thread-safe; allocates nothing after it was made.
 */
public final class AdaptiveThrottle {

  private static final Duration WINDOW = Duration.ofMinutes(2);
  private static final int SLICES = 24;
  private static final int REQUESTS = 0;
  private static final int ACCEPTS = 1;
  private static final int MULTIPLIER = 2;
  private static final long FLOOR_NANOS = Duration.ofSeconds(1).toNanos();

  /** Fractions are drawn as one of so many, finer than any rate that matters. */
  private static final long DRAWS = 1 << 20;

  private final Ticker ticker;
  private final RandomSource random;
  private final TimeSlices counts;
  private final AtomicLong lastSent;
  private final LongAdder refused = new LongAdder();

  private AdaptiveThrottle(Ticker ticker, RandomSource random) {
    this.ticker = Objects.requireNonNull(ticker, "ticker must not be null");
    this.random = Objects.requireNonNull(random, "random must not be null");
    long now = ticker.nanos();
    this.counts = new TimeSlices(WINDOW.toNanos(), SLICES, 2, now);
    this.lastSent = new AtomicLong(now - FLOOR_NANOS);
  }

  /** {@return a throttle over the system's clock and randomness} */
  public static AdaptiveThrottle create() {
    return new AdaptiveThrottle(Ticker.system(), RandomSource.system());
  }

  /**
   * A throttle over another clock and other randomness, for tests.
   *
   * @param ticker where elapsed time comes from
   * @param random where the draw comes from
   * @return a throttle that has seen nothing yet
   */
  public static AdaptiveThrottle create(Ticker ticker, RandomSource random) {
    return new AdaptiveThrottle(ticker, random);
  }

  /** {@return true if the call may be sent; it then counts as sent} */
  public boolean tryAcquire() {
    long now = ticker.nanos();
    double probability = rejectProbability(now);
    counts.add(REQUESTS, now);
    if (probability <= 0 || random.nextLong(DRAWS) >= probability * DRAWS) {
      lastSent.lazySet(now);
      return true;
    }
    long last = lastSent.get();
    if (now - last >= FLOOR_NANOS && lastSent.compareAndSet(last, now)) {
      return true;
    }
    refused.increment();
    return false;
  }

  /** Tells that the target accepted a call that was sent. */
  public void accepted() {
    counts.add(ACCEPTS, ticker.nanos());
  }

  /** {@return the probability with which the next call is refused, from 0 to below 1} */
  public double rejectProbability() {
    return rejectProbability(ticker.nanos());
  }

  private double rejectProbability(long now) {
    double sent = counts.sum(REQUESTS, now);
    return Math.max(0, (sent - MULTIPLIER * (double) counts.sum(ACCEPTS, now)) / (sent + 1));
  }

  /** {@return how many calls were refused so far} */
  public long refused() {
    return refused.sum();
  }
}
