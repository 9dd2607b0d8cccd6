package com.holdwall.probes;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.runbook.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Ten probes that hang for ever cost ten threads, once. Time is turned by hand: 10,000 due checks
 * of each. Writes target/hung-ticks.json.
 */
class HungProbesTest {

  private static final int PROBES = 10;
  private static final int TICKS = 10_000;

  private final Set<Thread> before = Set.copyOf(Thread.getAllStackTraces().keySet());
  private final ManualTimer timer = new ManualTimer();
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void release() {
    release.countDown();
  }

  @Test
  void threadsAndHeap_stayFlat_afterTenThousandHungTicks() throws IOException {
    List<ScriptedProbe> probes = new ArrayList<>();
    ProbeRegistryBuilder builder =
        ProbeRegistry.builder().time(timer, () -> Long.MIN_VALUE).virtualThreads(false);
    for (int i = 0; i < PROBES; i++) {
      ScriptedProbe probe = new ScriptedProbe("probe-" + i);
      // The report hangs too: nothing but the timer is left to move.
      probe.does(() -> ScriptedProbe.hang(release)).whenOverdue(() -> ScriptedProbe.hang(release));
      probes.add(probe);
      builder.register(probe, ProbeSettings.every(Duration.ofSeconds(1)));
    }
    try (ProbeRegistry registry = builder.build().start()) {
      timer.advance(Duration.ofMillis(100));
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> probes.stream().allMatch(p -> p.running.get() == 1));
      timer.advance(Duration.ofSeconds(1));
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> probes.stream().allMatch(p -> p.overdueCalls.get() == 1));
      timer.advance(Duration.ofSeconds(60));
      long threads = ourThreads();
      long heap = used();
      for (int i = 0; i < TICKS; i++) {
        timer.advance(Duration.ofSeconds(1));
      }
      long moreThreads = ourThreads() - threads;
      long moreHeap = used() - heap;
      write(threads, moreThreads, moreHeap);
      assertThat(probes).allMatch(p -> p.checks.get() == 1 && p.overdueCalls.get() == 1);
      assertThat(registry.health().probes())
          .allMatch(p -> p.stuck() && p.status() == Status.UNKNOWN && p.overdue() == 1);
      assertThat(threads).isLessThanOrEqualTo(2L * PROBES);
      assertThat(moreThreads).isZero();
      assertThat(moreHeap).isLessThan(1L << 20);
      assertThat(timer.waiting()).isLessThanOrEqualTo(PROBES);
    }
  }

  private static void write(long threads, long moreThreads, long moreHeap) throws IOException {
    Files.writeString(
        Path.of("target", "hung-ticks.json"),
        String.format(
            Locale.ROOT,
            "{\"probes\": %d, \"ticks\": %d, \"threads\": %d, \"moreThreads\": %d,"
                + " \"moreHeapBytes\": %d}%n",
            PROBES,
            TICKS,
            threads,
            moreThreads,
            moreHeap));
  }

  /** Those of this test alone: one of a test before may end at any time. */
  private long ourThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("holdwall-probe"))
        .filter(thread -> !before.contains(thread))
        .count();
  }

  /** The least of a few: what another thread has just allocated is gone the next time. */
  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
