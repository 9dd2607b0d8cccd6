package com.holdwall.probes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What ten trivial probes cost while nothing happens: at 10 s over 5 minutes with -Psoak, else a
 * hundred times as often over 3 s. Writes target/idle.json.
 */
@Tag("alone")
class IdleCostTest {

  private static final boolean SOAK = Boolean.getBoolean("holdwall.soak");
  private static final Duration LENGTH = Duration.ofSeconds(SOAK ? 300 : 3);
  private static final Duration INTERVAL = Duration.ofMillis(SOAK ? 10_000 : 100);
  private static final double MOST = SOAK ? 0.001 : 0.10;

  @Test
  void tenProbes_takeAVerySmallShareOfOneCpu() throws IOException {
    long start = System.nanoTime();
    ProbeRegistryBuilder builder = ProbeRegistry.builder().virtualThreads(false);
    for (int i = 0; i < 10; i++) {
      builder.register(new ScriptedProbe("probe-" + i), ProbeSettings.every(INTERVAL));
    }
    try (ProbeRegistry registry = builder.build().start()) {
      double startMillis = (System.nanoTime() - start) / 1e6;
      Awaitility.await()
          .atMost(30, TimeUnit.SECONDS)
          .until(() -> registry.health().probes().stream().allMatch(p -> p.checks() > 0));
      long heap = used();
      long cpu = ourCpuNanos();
      long begun = System.nanoTime();
      long until = System.nanoTime() + LENGTH.toNanos();
      // Asking every second, as a scrape would; the asking counts as well.
      Awaitility.await()
          .atMost(LENGTH.plusSeconds(30))
          .pollInterval(1, TimeUnit.SECONDS)
          .until(() -> registry.health() != null && System.nanoTime() - until >= 0);
      double share = (ourCpuNanos() - cpu) / (double) (System.nanoTime() - begun);
      long moreHeap = used() - heap;
      Files.writeString(
          Path.of("target", "idle.json"),
          String.format(
              Locale.ROOT,
              "{\"probes\": 10, \"intervalMillis\": %d, \"seconds\": %d, \"cpuShare\": %.5f,"
                  + " \"moreHeapBytes\": %d, \"buildAndStartMillis\": %.2f}%n",
              INTERVAL.toMillis(),
              LENGTH.toSeconds(),
              share,
              moreHeap,
              startMillis));
      assertThat(share).isLessThan(MOST);
      assertThat(moreHeap).isLessThan(4L << 20);
    }
  }

  /**
   * The CPU time of our own threads. A pool thread that idles for 30 s ends and takes its count
   * along.
   */
  private static long ourCpuNanos() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long nanos = 0;
    for (long id : threads.getAllThreadIds()) {
      @Nullable ThreadInfo info = threads.getThreadInfo(id);
      if (info != null && info.getThreadName().startsWith("holdwall-")) {
        nanos += Math.max(0, threads.getThreadCpuTime(id));
      }
    }
    return nanos;
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
