package com.holdwall.probes.traffic;

import com.holdwall.probes.window.TimeDistribution;
import com.holdwall.probes.window.WindowClock;
import com.holdwall.probes.window.WindowCounts;
import com.holdwall.probes.window.WindowTimes;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * All requests: their number and the bad ones over three days in slices of ten seconds, and their
 * times over five minutes in the same slices. 1.3 MB. A service may have another length stand for
 * the five minutes: every window and slice then shrinks alike, and {@link #real} tells how long one
 * is. Thread-safe.
 */
final class RequestWindows {

  static final Duration SLICE = Duration.ofSeconds(10);
  static final Duration LONGEST = Duration.ofDays(3);
  static final Duration RECENT = Duration.ofMinutes(5);
  static final Duration NEWEST = Duration.ofMinutes(1);

  private static final int TOTAL = 0;
  private static final int ERRORS = 1;
  private static final int SERVER_ERRORS = 2;
  private static final int TIMEOUTS = 3;

  private static final Duration UNIT = Duration.ofNanos(1_000);
  private static final Duration LONGEST_TIME = Duration.ofMinutes(2);

  private final Duration length;
  private final WindowClock clock;
  private final WindowClock recent;
  private final WindowCounts counts;
  private final WindowTimes latency;
  private final LongAdder serverErrors = new LongAdder();
  private final LongAdder timeouts = new LongAdder();

  /** With the length that stands for {@link #RECENT}. */
  RequestWindows(LongSupplier nanoTime, Duration length) {
    this.length = length;
    this.clock = WindowClock.ofFineSlices(real(LONGEST), slices(LONGEST), nanoTime);
    this.recent = clock.last(slices(RECENT));
    this.counts = WindowCounts.of(clock, 4);
    this.latency = times();
  }

  /** How long one of the windows, or a slice, really is. */
  Duration real(Duration window) {
    // In this order the product stays exact: every window is a multiple of a slice.
    return length.multipliedBy(slices(window)).dividedBy(slices(RECENT));
  }

  /** The window of five minutes in words. */
  String words() {
    return length.equals(RECENT) ? "5 minutes" : RequestMetrics.words(length);
  }

  WindowTimes times() {
    return WindowTimes.of(recent, UNIT, LONGEST_TIME);
  }

  WindowClock recent() {
    return recent;
  }

  /** The slice that has begun. */
  int now() {
    return clock.current();
  }

  Duration running() {
    return clock.running();
  }

  void record(int slice, long nanos, boolean error) {
    counts.add(slice, TOTAL, 1);
    latency.record(slice, nanos);
    if (error) {
      counts.add(slice, ERRORS, 1);
    }
  }

  // First the window and then the total: who reads them the other way round never sees an event
  // in the total that the window lacks, and so no counter that goes back.
  void serverError(int slice) {
    counts.add(slice, SERVER_ERRORS, 1);
    serverErrors.increment();
  }

  void timeout(int slice) {
    counts.add(slice, TIMEOUTS, 1);
    timeouts.increment();
  }

  /** Requests and errors of a window that ends now. */
  Ratio ratio(Duration window) {
    int newest = clock.current();
    // The errors first: one that comes in between must not be without its request.
    long errors = counts.sum(newest, slices(window), ERRORS);
    return new Ratio(errors, counts.sum(newest, slices(window), TOTAL));
  }

  TimeDistribution latency(Duration window) {
    return latency.read(slices(window));
  }

  /** 5xx since the start until so long ago. */
  long serverErrors(Duration ago) {
    long total = serverErrors.sum();
    return Math.max(0, total - since(ago, SERVER_ERRORS));
  }

  /** Timeouts since the start until so long ago. */
  long timeouts(Duration ago) {
    long total = timeouts.sum();
    return Math.max(0, total - since(ago, TIMEOUTS));
  }

  private long since(Duration ago, int count) {
    // To the nearest slice: the wall clock, which names the moment, does not tick with this one.
    Duration slice = clock.slice();
    long slices = ago.plus(slice.dividedBy(2)).toNanos() / slice.toNanos();
    return counts.sum(clock.current(), (int) slices, count);
  }

  private static int slices(Duration window) {
    return (int) (window.toNanos() / SLICE.toNanos());
  }
}
