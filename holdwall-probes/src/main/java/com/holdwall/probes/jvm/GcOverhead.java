package com.holdwall.probes.jvm;

import com.holdwall.probes.window.WindowClock;
import com.holdwall.probes.window.WindowCounts;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The share of time that the service stood still for its collector, over a sliding window. Where a
 * collector works beside the service, its pauses count; and its whole cycles too while the heap is
 * nearly full after them, because threads then wait for memory. Thread-safe.
 */
final class GcOverhead {

  private static final int SLICES = 30;
  private static final int COLLECTING = 0;
  private static final int ELAPSED = 1;
  private static final int READ = 2;

  private final LongSupplier nanoTime;
  private final WindowClock clock;
  private final WindowCounts counts;
  private final List<GarbageCollectorMXBean> pauses;
  private final List<GarbageCollectorMXBean> cycles;
  private long lastNanos;
  private long lastPauses;
  private long lastCycles;

  GcOverhead(Duration window, LongSupplier nanoTime) {
    List<GarbageCollectorMXBean> all = ManagementFactory.getGarbageCollectorMXBeans();
    this.cycles = all.stream().filter(bean -> CollectorKind.concurrent(bean.getName())).toList();
    this.pauses = all.stream().filter(bean -> !cycles.contains(bean)).toList();
    this.nanoTime = nanoTime;
    this.clock = WindowClock.of(window, SLICES, nanoTime);
    this.counts = WindowCounts.of(clock, 3);
    this.lastNanos = nanoTime.getAsLong();
    this.lastPauses = millis(pauses);
    this.lastCycles = millis(cycles);
  }

  /**
   * Counts what has passed since the last call.
   *
   * @param nearlyFull whether the heap is, after collections
   */
  synchronized void read(boolean nearlyFull) {
    long now = nanoTime.getAsLong();
    long elapsed = Math.max(0, (now - lastNanos) / 1_000_000);
    if (elapsed == 0) {
      return;
    }
    long paused = millis(pauses);
    long cycled = millis(cycles);
    long stood = paused - lastPauses + (nearlyFull ? cycled - lastCycles : 0);
    counts.add(COLLECTING, Math.max(0, Math.min(elapsed, stood)));
    counts.add(ELAPSED, elapsed);
    counts.add(READ, 1);
    lastNanos = now;
    lastPauses = paused;
    lastCycles = cycled;
  }

  private static long millis(List<GarbageCollectorMXBean> beans) {
    long sum = 0;
    for (GarbageCollectorMXBean bean : beans) {
      sum += Math.max(0, bean.getCollectionTime());
    }
    return sum;
  }

  /** The share, 0 to 1; NaN before the first reading. */
  double ratio() {
    long elapsed = counts.sum(ELAPSED);
    return elapsed == 0 ? Double.NaN : (double) counts.sum(COLLECTING) / elapsed;
  }

  /** How many readings it rests on. */
  long samples() {
    return counts.sum(READ);
  }

  Duration window() {
    return clock.length();
  }

  Duration slice() {
    return clock.slice();
  }
}
