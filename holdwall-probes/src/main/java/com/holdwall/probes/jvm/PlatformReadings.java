package com.holdwall.probes.jvm;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Asks the virtual machine for how much of each resource is in use, and of how much. Stateless. */
final class PlatformReadings implements ResourceReadings {

  private final List<BufferPoolMXBean> buffers =
      ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);
  private final @Nullable MemoryPoolMXBean metaspace =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getName().equals("Metaspace"))
          .findFirst()
          .orElse(null);
  private final boolean sharedHeap =
      CollectorKind.heapIsShared(
          ManagementFactory.getGarbageCollectorMXBeans().stream()
              .map(bean -> bean.getName())
              .toList());
  private final double directLimit = directLimit();

  /** Without the option the limit is that of the heap. */
  private static double directLimit() {
    HotSpotDiagnosticMXBean hotSpot =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    long option =
        hotSpot == null ? 0 : Long.parseLong(hotSpot.getVMOption("MaxDirectMemorySize").getValue());
    return option > 0 ? option : Runtime.getRuntime().maxMemory();
  }

  @Override
  public double used(Resource resource, ContainerMemory.Usage usage) {
    return switch (resource) {
      case DIRECT -> buffers("direct");
      case MAPPED -> buffers("mapped");
      case METASPACE -> metaspace == null ? Double.NaN : metaspace.getUsage().getUsed();
      case THREADS -> ManagementFactory.getThreadMXBean().getThreadCount();
      case FILE_DESCRIPTORS -> {
        UnixOperatingSystemMXBean unix = unix();
        yield unix == null ? Double.NaN : unix.getOpenFileDescriptorCount();
      }
      case NATIVE -> unexplained(usage);
    };
  }

  @Override
  public double limit(Resource resource) {
    return switch (resource) {
      case DIRECT -> directLimit;
      case METASPACE -> {
        MemoryUsage pool = metaspace == null ? null : metaspace.getUsage();
        yield pool != null && pool.getMax() > 0 ? pool.getMax() : Double.NaN;
      }
      case FILE_DESCRIPTORS -> {
        UnixOperatingSystemMXBean unix = unix();
        yield unix == null ? Double.NaN : unix.getMaxFileDescriptorCount();
      }
      case MAPPED, THREADS, NATIVE -> Double.NaN;
    };
  }

  private double buffers(String pool) {
    return buffers.stream()
        .filter(bean -> bean.getName().equals(pool))
        .mapToDouble(BufferPoolMXBean::getMemoryUsed)
        .findFirst()
        .orElse(Double.NaN);
  }

  private static @Nullable UnixOperatingSystemMXBean unix() {
    return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class);
  }

  /**
   * What neither the heap nor anything else that the virtual machine counts explains. A heap that
   * is shared memory to the system is not in the anonymous part to begin with; one that has not
   * been touched yet makes it 0.
   */
  private double unexplained(ContainerMemory.Usage usage) {
    OptionalLong anonymous = usage.anonymous();
    if (anonymous.isEmpty()) {
      return Double.NaN;
    }
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    long heap = sharedHeap ? 0 : memory.getHeapMemoryUsage().getCommitted();
    double known = heap + memory.getNonHeapMemoryUsage().getCommitted() + buffers("direct");
    return Math.max(0, anonymous.getAsLong() - known);
  }
}
