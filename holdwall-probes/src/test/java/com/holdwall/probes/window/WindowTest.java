package com.holdwall.probes.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WindowTest {

  private static WindowClock clock() {
    return WindowClock.of(Duration.ofMinutes(5), 30);
  }

  @Test
  void emptyHistogram_hasNoQuantile() {
    TimeDistribution empty =
        WindowTimes.of(clock(), Duration.ofMillis(1), Duration.ofMinutes(1)).read();
    assertThat(empty.samples()).isZero();
    assertThat(empty.quantile(0.95)).isNaN();
  }

  @Test
  void timeBeyondTheLongest_isCountedAsTheLongest_andANegativeOneAsZero() {
    WindowTimes times = WindowTimes.of(clock(), Duration.ofMillis(1), Duration.ofSeconds(1));
    times.record(Long.MAX_VALUE / 2);
    assertThat(times.read().quantile(1)).isBetween(0.98, 1.02);
    times.record(-5);
    assertThat(times.read().quantile(0.5)).isZero();
  }

  @Test
  void count_stopsAtItsMaximumInsteadOfRunningOver() {
    WindowCounts counts = WindowCounts.of(clock(), 1);
    counts.add(0, Long.MAX_VALUE);
    counts.add(0, 10);
    assertThat(counts.sum(0)).isEqualTo(0xffff_ffffL);
  }

  @Test
  void threadThatSleptForLongerThanTheWindow_addsNothing() {
    AtomicLong now = new AtomicLong();
    // The first look at the clock is the late thread's, the ones after it come a window later.
    WindowClock clock = WindowClock.of(Duration.ofSeconds(2), 2, now::get);
    WindowCounts counts = WindowCounts.of(clock, 1);
    now.set(2_000_000_000L);
    counts.add(0, 1);
    now.set(0);
    counts.add(0, 1);
    now.set(2_000_000_000L);
    assertThat(counts.sum(0)).isEqualTo(1);
  }

  @Test
  void manyThreads_loseNoCount_whileSlicesChange() throws Exception {
    AtomicLong now = new AtomicLong();
    WindowClock clock = WindowClock.of(Duration.ofSeconds(1), 1_000, now::get);
    WindowCounts counts = WindowCounts.of(clock, 1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int n = 0; n < 100_000; n++) {
                  counts.add(0, 1);
                  if (n % 1_000 == 0) {
                    now.addAndGet(1_000_000);
                  }
                }
              },
              "window-test-" + i);
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    // 400 slices have begun: all of them are in the window of 1,000.
    assertThat(counts.sum(0)).isEqualTo(400_000);
  }

  @Test
  void recording_allocatesNothing() {
    WindowTimes times = WindowTimes.of(clock(), Duration.ofMillis(1), Duration.ofMinutes(20));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < 20_000; i++) {
      times.record(i);
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 100_000; i++) {
      times.record(i * 1_000L);
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
  }

  @Test
  void badSizes_areNamedWithTheirRule() {
    assertThatThrownBy(() -> WindowClock.of(Duration.ofMinutes(5), 1))
        .hasMessage("slices must be between 2 and 1000, but is 1");
    assertThatThrownBy(() -> WindowClock.of(Duration.ofMillis(3), 30))
        .hasMessageContaining("between 1 ms for each of the 30 slices and a day, but is PT0.003S");
    assertThatThrownBy(() -> WindowCounts.of(clock(), 0))
        .hasMessage("counts must be between 1 and 10,000, but is 0");
    assertThatThrownBy(() -> WindowTimes.of(clock(), Duration.ZERO, Duration.ofSeconds(1)))
        .hasMessage("unit must be at least 1 ns, but is PT0S");
    assertThatThrownBy(() -> WindowCounts.of(clock(), 1).add(0, -1))
        .hasMessage("amount must be 0 or more, but is -1");
    assertThatThrownBy(() -> WindowCounts.of(clock(), 1).sums(31))
        .hasMessage("slices must be between 0 and 30, but is 31");
    assertThatThrownBy(() -> WindowClock.ofFineSlices(Duration.ofDays(5), 100, System::nanoTime))
        .hasMessage(
            "window length must be between 1 ms for each of the 100 slices and 4 days, but is"
                + " PT120H");
    assertThatThrownBy(() -> clock().last(31))
        .hasMessage("slices must be between 2 and 30, but is 31");
    assertThatThrownBy(
            () ->
                WindowCounts.of(
                    WindowClock.ofFineSlices(Duration.ofDays(3), 25_920, System::nanoTime), 200))
        .hasMessage("cells must be at most 4,000,000, but are 200 counts of 32768 slices");
  }

  @Test
  void counting_goesOn_whenTheNumbersOfSlicesStartAnew() {
    AtomicLong nanos = new AtomicLong();
    WindowClock clock = WindowClock.of(Duration.ofMillis(30), 30, nanos::get);
    WindowCounts counts = WindowCounts.of(clock, 1);
    counts.add(0, 1);
    for (long slice : new long[] {(1L << 31) - 100, (1L << 31) + 100, (1L << 32) + 100}) {
      nanos.set(slice * 1_000_000);
      assertThat(counts.sum(0)).isZero();
      counts.add(0, 2);
      nanos.addAndGet(1_000_000);
      counts.add(0, 3);
      assertThat(counts.sum(0)).isEqualTo(5);
    }
  }

  @Test
  void shorterWindowOfTheSameSlices_andPartsOfALongOne_countTheSame() {
    AtomicLong now = new AtomicLong(123);
    WindowClock hour = WindowClock.of(Duration.ofHours(1), 360, now::get);
    WindowClock minutes = hour.last(30);
    WindowCounts inHour = WindowCounts.of(hour, 1);
    WindowCounts inMinutes = WindowCounts.of(minutes, 1);
    for (int i = 0; i < 500; i++) {
      now.addAndGet(7_000_000_000L + i);
      int slice = hour.at(now.get());
      inHour.add(slice, 0, i);
      inMinutes.add(slice, 0, i);
      assertThat(minutes.current()).isEqualTo(slice);
      assertThat(inMinutes.sum(0)).isEqualTo(inHour.sum(slice, 30, 0));
      assertThat(inHour.sums(30)[0]).isEqualTo(inHour.sum(slice, 30, 0));
    }
    assertThat(minutes.length()).isEqualTo(Duration.ofMinutes(5));
    assertThat(hour.running()).isEqualTo(Duration.ofNanos(now.get() - 123));
  }
}
