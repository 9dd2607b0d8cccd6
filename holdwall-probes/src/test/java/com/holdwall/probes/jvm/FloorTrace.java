package com.holdwall.probes.jvm;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Map;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * Prints the floors of a process as they come, as KB at ms, for rules to be tried on later: also
 * those of a process that then dies.
 */
final class FloorTrace {

  private final long start = System.nanoTime();
  private final FloorFilter filter = new FloorFilter(this::floor);
  private final List<String> pools;

  private FloorTrace() {
    this.pools =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .toList();
  }

  @SuppressWarnings("SystemOut") // a program that its parent reads
  static void start() {
    FloorTrace trace = new FloorTrace();
    System.out.println("LIMIT " + Runtime.getRuntime().maxMemory() / 1024);
    ManagementFactory.getGarbageCollectorMXBeans()
        .forEach(
            bean ->
                ((NotificationEmitter) bean)
                    .addNotificationListener((note, none) -> trace.collected(note), null, null));
  }

  private synchronized void collected(Notification note) {
    GarbageCollectionNotificationInfo info =
        GarbageCollectionNotificationInfo.from((CompositeData) note.getUserData());
    Map<String, MemoryUsage> after = info.getGcInfo().getMemoryUsageAfterGc();
    long now = System.nanoTime() - start;
    double old = used(after, CollectorKind.pool(pools).orElseThrow());
    switch (CollectorKind.scope(info.getGcName(), info.getGcAction(), pools.size())) {
      case ALL -> filter.whole(now, pools.stream().mapToDouble(pool -> used(after, pool)).sum());
      case WHOLE -> filter.whole(now, old);
      case PART -> filter.part(now, old, (double) Runtime.getRuntime().maxMemory());
      case NOTHING -> {}
    }
  }

  private static double used(Map<String, MemoryUsage> after, String pool) {
    MemoryUsage usage = after.get(pool);
    return usage == null ? 0 : usage.getUsed();
  }

  @SuppressWarnings("SystemOut")
  private void floor(long nanos, double used) {
    System.out.println("F " + nanos / 1_000_000 + " " + (long) (used / 1024));
  }
}
