package com.holdwall.resilience.ai;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How busy and how slow a model is: calls under way, and a moving average of how long its calls
 * took, whose memory halves about every 7 s (a time constant of 10 s, as in Finagle's balancer).
 * The average of a model that is not called fades in the same way, so that a slow one is tried
 * again. Thread-safe; allocates nothing. An update that loses a race is dropped.
 */
final class Load {

  private static final double TAU_MILLIS = 10_000;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final double LEAST_MICROS = 1;

  private final AtomicInteger inFlight = new AtomicInteger();
  private final long origin;

  /** The time of the last update in ms above, the average in microseconds as a float below. */
  private final AtomicLong average = new AtomicLong();

  Load(long nowNanos) {
    this.origin = nowNanos;
  }

  void began() {
    inFlight.incrementAndGet();
  }

  void ended() {
    inFlight.decrementAndGet();
  }

  int inFlight() {
    return inFlight.get();
  }

  /** A call took so long. */
  void took(long nanos, long now) {
    long present = average.get();
    int stamp = stamp(now);
    float micros = nanos / 1_000f;
    float old = micros(present);
    float mixed = micros;
    if (old != 0) {
      double weight = Math.exp(-Math.max(0, stamp - stampOf(present)) / TAU_MILLIS);
      // at least a tenth of each call counts, or a burst within a millisecond would count nothing
      double share = Math.min(weight, 0.9);
      mixed = (float) (old * share + micros * (1 - share));
    }
    average.compareAndSet(present, pack(stamp, mixed));
  }

  /** A call failed, which must not look like a quick answer. */
  void failed(long nanos, long now) {
    took(Math.max(nanos, 2 * averageNanos()), now);
  }

  /** A call was given up after so long: it would have taken longer. */
  void tookLonger(long nanos, long now) {
    if (nanos > averageNanos()) {
      took(nanos, now);
    }
  }

  long averageNanos() {
    return (long) (micros(average.get()) * 1_000);
  }

  /** What one more call would cost: calls under way, times their average, by weight. */
  double score(int weight, long now) {
    long present = average.get();
    double faded = micros(present);
    int age = stamp(now) - stampOf(present);
    if (age > 1_000) {
      faded *= Math.exp(-age / TAU_MILLIS);
    }
    return (inFlight.get() + 1) * Math.max(LEAST_MICROS, faded) / weight;
  }

  private int stamp(long now) {
    return (int) ((now - origin) / NANOS_PER_MILLI);
  }

  private static int stampOf(long packed) {
    return (int) (packed >>> 32);
  }

  private static float micros(long packed) {
    return Float.intBitsToFloat((int) packed);
  }

  private static long pack(int stamp, float micros) {
    return ((long) stamp << 32) | (Float.floatToRawIntBits(micros) & 0xffffffffL);
  }
}
