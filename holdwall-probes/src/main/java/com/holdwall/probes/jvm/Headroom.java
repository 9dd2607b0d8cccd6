package com.holdwall.probes.jvm;

import java.util.Arrays;

/**
 * How full a heap is that is collected beside the service. Its collector has to begin while there
 * is room left, for what the service allocates meanwhile: so the heap is full once what a cycle
 * leaves comes to what is in use when one begins, and cycles then follow one another without end.
 * Shenandoah comes there at 85 % of the limit, ZGC at 90 to 100 %. Source: measured.
 *
 * <p>Most of what was allocated during a cycle is taken off what it leaves, as a machine that is
 * busy stretches cycles. Of the last eighth of the window the least counts. Not thread-safe.
 */
final class Headroom {

  /** So many cycles say when one begins. */
  private static final int CYCLES = 30;

  /** A cycle of a service that has little to do may begin at any time: of the limit, not before. */
  private static final double EARLIEST = 0.8;

  /**
   * Of what is allocated during a cycle, what nobody uses any more at its end. Source: measured; a
   * half to three quarters give the same verdicts.
   */
  private static final double SHORT_LIVED = 2.0 / 3;

  private static final int EIGHTH = 8;

  private final long windowNanos;
  private final long warmNanos;
  private final BucketMinima left;
  private final double[] begins = new double[CYCLES];
  private long cycles;
  private double latest = Double.NaN;
  private long allocatedBefore;
  private long nanosBefore;

  /** Begins now. When cycles begin is not yet what it will be for {@code warmUpNanos}. */
  Headroom(long startNanos, long warmUpNanos, long windowNanos, long allocated) {
    this.windowNanos = windowNanos;
    this.warmNanos = startNanos + warmUpNanos;
    this.left = new BucketMinima(startNanos, 0, windowNanos);
    this.nanosBefore = startNanos;
    this.allocatedBefore = allocated;
  }

  /**
   * A cycle has ended.
   *
   * @param before in use when it began, in all pools; bytes
   * @param after in use when it ended; bytes
   * @param seconds how long it took
   * @param allocated by all threads since the process started; bytes
   */
  void cycle(long nanos, double before, double after, double seconds, long allocated) {
    double since = (nanos - nanosBefore) / 1e9;
    double rate = since > 0 ? Math.max(0, allocated - allocatedBefore) / since : 0;
    nanosBefore = nanos;
    allocatedBefore = allocated;
    latest = Math.max(0, after - SHORT_LIVED * rate * seconds);
    left.add(nanos, latest);
    if (nanos >= warmNanos) {
      begins[(int) (cycles++ % CYCLES)] = before;
    }
  }

  /** What is in use when a cycle begins, as a rule; of a heap of that limit; bytes. */
  private double begin(double limit) {
    if (cycles == 0) {
      return limit;
    }
    double[] sorted = Arrays.copyOf(begins, (int) Math.min(cycles, CYCLES));
    Arrays.sort(sorted);
    return Math.max(EARLIEST * limit, Math.min(limit, sorted[sorted.length / 2]));
  }

  /** How much more may be left until cycles follow one another; bytes; NaN before the first. */
  double room(double limit) {
    return Math.max(0, begin(limit) - latest);
  }

  /** How much of what may be left is left, 0 to some more than 1; NaN before the first cycle. */
  double full(long nanos, double limit) {
    double least = left.lowest(nanos, windowNanos / EIGHTH);
    return (Double.isInfinite(least) ? latest : least) / begin(limit);
  }
}
