package com.holdwall.probes.jvm;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * Whether a process that works in ticks got the time to: what a tick comes late, and the collector
 * did not stand in its way. A workload makes up for late ticks, in bursts that its rate does not
 * have. Not thread-safe.
 */
final class TickLag {

  /** What a busy machine may do to one tick; s. */
  private static final double TOLERATED = 0.25;

  private final List<GarbageCollectorMXBean> pauses =
      ManagementFactory.getGarbageCollectorMXBeans().stream()
          .filter(bean -> !CollectorKind.concurrent(bean.getName()))
          .toList();
  private double begin;
  private double before;
  private long pausedBefore = paused();
  private double late;

  /** Forgets what was; s since the start. */
  void restart(double now) {
    begin = now;
    before = now;
    pausedBefore = paused();
    late = 0;
  }

  /** A tick comes; s since the start. */
  void tick(double now) {
    long paused = paused();
    double own = now - before - (paused - pausedBefore) / 1e3;
    late += Math.max(0, own - TOLERATED);
    before = now;
    pausedBefore = paused;
  }

  private long paused() {
    return pauses.stream().mapToLong(bean -> Math.max(0, bean.getCollectionTime())).sum();
  }

  /** The share of the time watched so far in which ticks came when they were due. */
  double kept() {
    return before == begin ? 1 : 1 - late / (before - begin);
  }
}
