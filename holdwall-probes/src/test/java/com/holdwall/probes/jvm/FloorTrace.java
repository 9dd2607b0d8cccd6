package com.holdwall.probes.jvm;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** Records the floors of a process, for rules to be tried on later. Prints them as KB at ms. */
final class FloorTrace {

  private static final int MOST = 20_000;

  private final long start = System.nanoTime();
  private final int[] millis = new int[MOST];
  private final int[] kilobytes = new int[MOST];
  private final FloorFilter filter = new FloorFilter(this::floor);
  private final List<String> pools;
  private int size;

  private FloorTrace() {
    this.pools =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .toList();
  }

  static FloorTrace start() {
    FloorTrace trace = new FloorTrace();
    ManagementFactory.getGarbageCollectorMXBeans()
        .forEach(
            bean ->
                ((NotificationEmitter) bean)
                    .addNotificationListener((note, none) -> trace.collected(note), null, null));
    return trace;
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

  private void floor(long nanos, double used) {
    if (size < MOST) {
      millis[size] = (int) (nanos / 1_000_000);
      kilobytes[size++] = (int) (used / 1024);
    }
  }

  @SuppressWarnings("SystemOut") // a program that its parent reads
  synchronized void print() {
    System.out.printf(Locale.ROOT, "FLOORS %d", Runtime.getRuntime().maxMemory() / 1024);
    for (int i = 0; i < size; i++) {
      System.out.print(" " + millis[i] + ":" + kilobytes[i]);
    }
    System.out.println();
  }
}
