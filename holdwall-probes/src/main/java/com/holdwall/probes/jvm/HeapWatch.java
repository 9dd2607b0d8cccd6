package com.holdwall.probes.jvm;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;
import org.jspecify.annotations.Nullable;

/**
 * Hears of every collection, and keeps the floors of the pool in which objects live long. Listens
 * until it is closed. Thread-safe.
 */
final class HeapWatch implements NotificationListener, AutoCloseable {

  private final LongSupplier nanoTime;
  private final List<MemoryPoolMXBean> heap;
  private final @Nullable MemoryPoolMXBean pool;
  private final Trend trend;
  private final FloorFilter floors;
  private final AllocatedBytes allocated = new AllocatedBytes();

  /** Of a collector that works beside the service; none for one that stops it. */
  private final @Nullable Headroom headroom;

  private final AtomicInteger seen = new AtomicInteger();
  private final List<NotificationEmitter> emitters;

  HeapWatch(LongSupplier nanoTime, long windowNanos) {
    this.nanoTime = nanoTime;
    this.heap =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(bean -> bean.getType() == MemoryType.HEAP)
            .toList();
    this.pool = longLived(heap).orElse(null);
    boolean beside = pool != null && CollectorKind.besideTheService(pool.getName());
    long now = nanoTime.getAsLong();
    this.trend =
        new Trend(now, windowNanos, beside ? Trend.Values.WITH_GARBAGE : Trend.Values.EXACT);
    this.headroom =
        beside
            ? new Headroom(now, Trend.warmUp(windowNanos), windowNanos, allocated.getAsLong())
            : null;
    this.floors = new FloorFilter(this::floor);
    this.emitters = listen();
  }

  private static Optional<MemoryPoolMXBean> longLived(List<MemoryPoolMXBean> heap) {
    Optional<String> name =
        CollectorKind.pool(heap.stream().map(MemoryPoolMXBean::getName).toList());
    return heap.stream().filter(bean -> name.equals(Optional.of(bean.getName()))).findFirst();
  }

  private List<NotificationEmitter> listen() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .filter(bean -> !CollectorKind.pausesOnly(bean.getName()))
        .filter(NotificationEmitter.class::isInstance)
        .map(NotificationEmitter.class::cast)
        .peek(emitter -> emitter.addNotificationListener(this, null, null))
        .toList();
  }

  /** Called on the virtual machine's own thread after each collection: it keeps a few numbers. */
  @Override
  public void handleNotification(Notification notification, @Nullable Object handback) {
    if (pool == null
        || !notification
            .getType()
            .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
      return;
    }
    GarbageCollectionNotificationInfo info =
        GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData());
    CollectorKind.Scope scope =
        CollectorKind.scope(info.getGcName(), info.getGcAction(), heap.size());
    Map<String, MemoryUsage> after = info.getGcInfo().getMemoryUsageAfterGc();
    if (scope == CollectorKind.Scope.ALL) {
      whole(used(heap, after));
    } else if (scope == CollectorKind.Scope.WHOLE) {
      cycle(info.getGcInfo());
      whole(used(pool, after));
    } else if (scope == CollectorKind.Scope.PART) {
      part(pool, after);
    }
  }

  private synchronized void whole(double used) {
    floors.whole(nanoTime.getAsLong(), used);
  }

  private synchronized void cycle(GcInfo info) {
    if (headroom != null) {
      headroom.cycle(
          nanoTime.getAsLong(),
          used(heap, info.getMemoryUsageBeforeGc()),
          used(heap, info.getMemoryUsageAfterGc()),
          info.getDuration() / 1e3,
          allocated.getAsLong());
    }
  }

  private synchronized void part(MemoryPoolMXBean old, Map<String, MemoryUsage> after) {
    floors.part(nanoTime.getAsLong(), used(old, after), limit());
  }

  private static double used(MemoryPoolMXBean pool, Map<String, MemoryUsage> usages) {
    MemoryUsage usage = usages.get(pool.getName());
    return usage == null ? 0 : usage.getUsed();
  }

  private static double used(List<MemoryPoolMXBean> pools, Map<String, MemoryUsage> usages) {
    return pools.stream().mapToDouble(each -> used(each, usages)).sum();
  }

  private void floor(long nanos, double used) {
    seen.incrementAndGet();
    trend.add(nanos, used);
  }

  /** What the heap may grow to; bytes. */
  private static double limit() {
    return Runtime.getRuntime().maxMemory();
  }

  /** How many floors there were: old objects have been collected so often. */
  int floors() {
    return seen.get();
  }

  synchronized MemoryState.Heap state() {
    long now = nanoTime.getAsLong();
    Trend.Extent extent = extent(now);
    return new MemoryState.Heap(
        Optional.ofNullable(pool).map(MemoryPoolMXBean::getName),
        trend.latest(),
        limit(),
        extent.full(),
        trend.judge(now, extent),
        heap.stream().map(HeapWatch::words).toList());
  }

  private Trend.Extent extent(long now) {
    double limit = limit();
    double used = trend.latest();
    double room = headroom == null ? Double.NaN : headroom.room(limit);
    return headroom == null || Double.isNaN(room)
        ? new Trend.Extent(limit, 0, used / limit)
        : new Trend.Extent(Math.min(limit, used + room), 0, headroom.full(now, limit));
  }

  private static String words(MemoryPoolMXBean pool) {
    MemoryUsage usage = pool.getUsage();
    return pool.getName()
        + " "
        + Words.bytes(usage.getUsed())
        + " now"
        + (usage.getMax() > 0 ? " of " + Words.bytes(usage.getMax()) : "");
  }

  @Override
  public void close() {
    for (NotificationEmitter emitter : emitters) {
      try {
        emitter.removeNotificationListener(this);
      } catch (ListenerNotFoundException closedBefore) {
        // It is what close is to reach.
      }
    }
  }
}
