package com.holdwall.probes.jvm;

/**
 * Picks from the sizes after collections those that show what is really in use: the floors.
 *
 * <p>After a collection of the whole heap everything left is in use: each is a floor. After a
 * collection of a part, the old objects that are left may be garbage too; there a floor is where a
 * descent ends that began with a step down, as a series of mixed collections does. Keeps two
 * numbers. Not thread-safe.
 */
final class FloorFilter {

  /** What an old generation must lose at once, of its limit, to have been collected. */
  private static final double DROP = 0.005;

  /** Takes the floors. */
  @FunctionalInterface
  interface Sink {
    void floor(long nanos, double used);
  }

  private final Sink sink;
  private double last = Double.NaN;
  private double candidate = Double.NaN;
  private long candidateNanos;

  FloorFilter(Sink sink) {
    this.sink = sink;
  }

  /** A collection has looked at the whole heap. */
  void whole(long nanos, double used) {
    settle(used);
    candidate = Double.NaN;
    last = used;
    sink.floor(nanos, used);
  }

  /** A collection has looked at a part of the heap. */
  void part(long nanos, double used, double limit) {
    settle(used);
    if (used < last - DROP * limit || used < candidate) {
      candidate = used;
      candidateNanos = nanos;
    }
    last = used;
  }

  /** What comes next is not below it: the descent has ended there. */
  private void settle(double next) {
    if (next >= candidate) {
      sink.floor(candidateNanos, candidate);
      candidate = Double.NaN;
    }
  }
}
