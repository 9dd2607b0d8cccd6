package com.holdwall.probes.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.CheckContext;
import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the probe costs the service that it watches. */
@Tag("alone")
class MemoryCostTest {

  private static final int RUNS = 200;

  @TempDir Path crumbs;

  /** Something that is done again and again. */
  @FunctionalInterface
  private interface Work {
    void run();
  }

  private record Cost(double micros, double bytes) {}

  private static Cost measure(Work work) {
    for (int i = 0; i < RUNS; i++) {
      work.run();
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long bytes = threads.getCurrentThreadAllocatedBytes();
    long nanos = System.nanoTime();
    for (int i = 0; i < RUNS; i++) {
      work.run();
    }
    return new Cost(
        (System.nanoTime() - nanos) / 1e3 / RUNS,
        (double) (threads.getCurrentThreadAllocatedBytes() - bytes) / RUNS);
  }

  @Test
  void check_andNotification_costLittle_andNothingRunsInBetween() throws IOException {
    List<Thread> before = List.copyOf(Thread.getAllStackTraces().keySet());
    try (MemoryProbe probe = MemoryProbe.builder().build();
        MemoryProbe leaving = MemoryProbe.builder().breadcrumbs(crumbs).build();
        HeapWatch watch = new HeapWatch(System::nanoTime, Duration.ofHours(1).toNanos())) {
      CheckContext context = new CheckContext(Instant.now(), Duration.ofSeconds(2));
      Notification note = notification();
      Cost check = measure(() -> probe.check(context));
      Cost withFile = measure(() -> leaving.check(context));
      Cost heard = measure(() -> watch.handleNotification(note, null));
      assertThat(Thread.getAllStackTraces().keySet())
          .filteredOn(thread -> !before.contains(thread))
          .extracting(Thread::getName)
          .noneMatch(name -> name.startsWith("holdwall-memory"));
      Files.writeString(
          Files.createDirectories(Path.of("target", "figures")).resolve("probe-cost-memory.json"),
          String.format(
              Locale.ROOT,
              "{\"checkMicros\": %.0f, \"checkBytes\": %.0f, \"checkWithBreadcrumbMicros\": %.0f,"
                  + " \"checkWithBreadcrumbBytes\": %.0f, \"notificationMicros\": %.1f,"
                  + " \"notificationBytes\": %.0f}%n",
              check.micros(),
              check.bytes(),
              withFile.micros(),
              withFile.bytes(),
              heard.micros(),
              heard.bytes()));
      // Every ten seconds, and once per collection of megabytes.
      assertThat(check.bytes()).isLessThan(1_000_000);
      assertThat(heard.bytes()).isLessThan(20_000);
    }
  }

  @Test
  void closedProbe_listensNoMore() {
    HeapWatch watch = new HeapWatch(System::nanoTime, Duration.ofHours(1).toNanos());
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              System.gc();
              return watch.floors() > 0;
            });
    watch.close();
    // One that was on its way is through once a later one has come.
    notification();
    int floors = watch.floors();
    notification();
    assertThat(watch.floors()).isEqualTo(floors);
  }

  /** A real one, of a collection that this asks for. */
  private static Notification notification() {
    List<Notification> heard = new CopyOnWriteArrayList<>();
    NotificationListener listener = (note, none) -> heard.add(note);
    List<GarbageCollectorMXBean> beans = ManagementFactory.getGarbageCollectorMXBeans();
    beans.forEach(
        bean -> ((NotificationEmitter) bean).addNotificationListener(listener, null, null));
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              System.gc();
              return !heard.isEmpty();
            });
    for (GarbageCollectorMXBean bean : beans) {
      try {
        ((NotificationEmitter) bean).removeNotificationListener(listener);
      } catch (javax.management.ListenerNotFoundException gone) {
        throw new IllegalStateException("not there", gone);
      }
    }
    assertThat(heard.get(0).getType())
        .isEqualTo(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION);
    return heard.get(0);
  }
}
