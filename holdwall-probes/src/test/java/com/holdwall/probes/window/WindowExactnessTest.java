package com.holdwall.probes.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;

/** What the windows say is what a list of all events says. */
class WindowExactnessTest {

  private static final Duration LENGTH = Duration.ofMinutes(5);
  private static final int SLICES = 30;
  private static final long SLICE = LENGTH.toNanos() / SLICES;
  private static final long START = -7_000_000_000_123L; // nanoTime may be negative

  /** After a pause, something that took a time. */
  record Event(long pauseNanos, long tookNanos) {}

  @Provide
  Arbitrary<List<Event>> events() {
    Arbitrary<Long> pauses =
        Arbitraries.oneOf(
            Arbitraries.longs().between(0, SLICE / 4),
            Arbitraries.of(0L, 1L, SLICE - 1, SLICE, SLICE + 1),
            Arbitraries.longs().between(0, 2 * LENGTH.toNanos()));
    Arbitrary<Long> times = Arbitraries.longs().between(0, Duration.ofMinutes(10).toNanos());
    return Combinators.combine(pauses, times).as(Event::new).list().ofMaxSize(200);
  }

  /** The offline computation: everything is kept, and sorted on demand. */
  private static final class Log {
    private final List<long[]> all = new ArrayList<>();

    void add(long now, long took) {
      all.add(new long[] {(now - START) / SLICE, took});
    }

    List<Long> within(long now) {
      long newest = (now - START) / SLICE;
      List<Long> times = new ArrayList<>();
      all.stream().filter(e -> e[0] > newest - SLICES).forEach(e -> times.add(e[1]));
      Collections.sort(times);
      return times;
    }
  }

  @Property
  void countsAndQuantiles_equalThoseOfAListOfAllEvents(@ForAll("events") List<Event> events) {
    AtomicLong now = new AtomicLong(START);
    WindowClock clock = WindowClock.of(LENGTH, SLICES, now::get);
    WindowCounts counts = WindowCounts.of(clock, 2);
    WindowTimes times = WindowTimes.of(clock, Duration.ofMillis(1), Duration.ofMinutes(20));
    Log log = new Log();
    for (Event event : events) {
      now.addAndGet(event.pauseNanos());
      counts.add(1, 3);
      times.record(event.tookNanos());
      log.add(now.get(), event.tookNanos());
      List<Long> expected = log.within(now.get());
      assertThat(counts.sum(1)).isEqualTo(3L * expected.size());
      assertThat(counts.sums()).containsExactly(0, 3L * expected.size());
      TimeDistribution read = times.read();
      assertThat(read.samples()).isEqualTo(expected.size());
      for (double share : new double[] {0.5, 0.95, 1}) {
        double exact = expected.get((int) Math.ceil(share * expected.size()) - 1) / 1e9;
        assertThat(read.quantile(share)).isCloseTo(exact, within(0.0005 + exact / 64));
      }
    }
  }

  @Property
  void event_isInTheWindowForItsLengthLessASliceAtLeast_andItsLengthAtMost(
      @ForAll @LongRange(min = 0, max = 10_000_000_000L) long when,
      @ForAll @LongRange(min = 0, max = 300_000_000_000L) long later) {
    AtomicLong now = new AtomicLong(START + when);
    WindowClock clock = WindowClock.of(LENGTH, SLICES, now::get);
    WindowCounts counts = WindowCounts.of(clock, 1);
    counts.add(0, 1);
    now.addAndGet(later);
    if (later < LENGTH.toNanos() - SLICE) {
      assertThat(counts.sum(0)).isEqualTo(1);
    }
    now.addAndGet(LENGTH.toNanos());
    assertThat(counts.sum(0)).isZero();
  }

  @Property
  void anyTimeOf120UnitsOrMore_isKeptToWithinTwoPercent(
      @ForAll @LongRange(min = 120_000_000L, max = 1_200_000_000_000L) long nanos,
      @ForAll @DoubleRange(min = 0.01, max = 1) double share) {
    WindowTimes times =
        WindowTimes.of(WindowClock.of(LENGTH, SLICES), Duration.ofMillis(1), Duration.ofHours(1));
    times.record(nanos);
    double exact = nanos / 1e9;
    assertThat(times.read().quantile(share)).isCloseTo(exact, within(exact * 0.02));
  }
}
