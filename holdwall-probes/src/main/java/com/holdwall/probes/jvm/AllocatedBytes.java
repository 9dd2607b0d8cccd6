package com.holdwall.probes.jvm;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes threads have allocated so far. Java 21 counts them for all threads there ever
 * were, and is asked by reflection because the library is compiled for 17; before, those of threads
 * that have ended are missing. 0 where nobody counts. Thread-safe.
 */
final class AllocatedBytes implements LongSupplier {

  private final @Nullable ThreadMXBean threads =
      ManagementFactory.getThreadMXBean() instanceof ThreadMXBean bean
              && bean.isThreadAllocatedMemorySupported()
          ? bean
          : null;

  private final @Nullable Method total = total();

  private static @Nullable Method total() {
    try {
      return ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes");
    } catch (NoSuchMethodException before21) {
      return null;
    }
  }

  @Override
  public long getAsLong() {
    if (threads == null) {
      return 0;
    }
    try {
      return total == null ? ofThoseThatLive(threads) : Math.max(0, (long) total.invoke(threads));
    } catch (IllegalAccessException | InvocationTargetException refused) {
      return ofThoseThatLive(threads);
    }
  }

  private static long ofThoseThatLive(ThreadMXBean threads) {
    return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
        .filter(bytes -> bytes > 0)
        .sum();
  }
}
