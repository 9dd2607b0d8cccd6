package com.holdwall.probes;

import java.lang.reflect.Method;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/** Virtual threads, reached by reflection because the library is compiled for Java 17. */
final class VirtualThreads {

  /** The first release that has them. */
  static final int FIRST = 21;

  /**
   * The first release on which a driver that blocks inside {@code synchronized} does not hold its
   * carrier (JEP 491). Before, a few hung drivers would stop every virtual thread of the service.
   */
  static final int HARMLESS = 24;

  private VirtualThreads() {}

  static boolean exist() {
    return Runtime.version().feature() >= FIRST;
  }

  static boolean harmless() {
    return Runtime.version().feature() >= HARMLESS;
  }

  static ExecutorService executor(String prefix) {
    try {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      Class<?> type = Class.forName("java.lang.Thread$Builder");
      Method name = type.getMethod("name", String.class, long.class);
      Object named = name.invoke(builder, prefix, 1L);
      ThreadFactory factory = (ThreadFactory) type.getMethod("factory").invoke(named);
      return (ExecutorService)
          Executors.class
              .getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
              .invoke(null, factory);
    } catch (ReflectiveOperationException missing) {
      throw new IllegalStateException(
          "virtual threads need Java 21 or newer, but this is " + Runtime.version(), missing);
    }
  }
}
