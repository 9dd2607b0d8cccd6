package com.holdwall.probes.jvm;

import com.holdwall.probes.ProbeSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Collects what a {@link MemoryProbe} needs. Not thread-safe. */
public final class MemoryProbeBuilder {

  private static final Duration LEAST_WINDOW = Duration.ofSeconds(10);
  private static final Duration MOST_WINDOW = Duration.ofDays(7);
  private static final long GIGA = 1L << 30;

  ProbeSettings settings = ProbeSettings.defaults();
  Duration window = Duration.ofHours(2);
  Duration overheadWindow = Duration.ofMinutes(5);
  Duration hold = Duration.ofHours(6);
  Duration histogramEvery = Duration.ofHours(1);
  long histogramUpTo = 4 * GIGA;
  OptionalLong limit = OptionalLong.empty();
  @Nullable Path breadcrumbs;
  Path root = Path.of("/");
  LongSupplier nanoTime = System::nanoTime;
  Clock clock = Clock.systemUTC();
  Callable<ClassHistogram> histogram = ClassHistogram::take;
  ResourceReadings resources = new PlatformReadings();

  MemoryProbeBuilder() {}

  /**
   * Sets when the probe runs.
   *
   * @param changed the settings; {@link ProbeSettings#defaults()} by default
   * @return this
   */
  public MemoryProbeBuilder settings(ProbeSettings changed) {
    settings = Objects.requireNonNull(changed, "settings must not be null");
    return this;
  }

  /**
   * Sets over how long a trend is judged. The first verdict comes after six tenths of it, or, of
   * what is used up before, after a quarter.
   *
   * @param length 10 s to 7 days; 2 hours by default. A longer one finds slower leaks and takes a
   *     rising load less often for one; 1 to 6 hours suit most services
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public MemoryProbeBuilder window(Duration length) {
    window = between("window", length, LEAST_WINDOW, MOST_WINDOW);
    return this;
  }

  /**
   * Sets over how long the time in the collector is counted.
   *
   * @param length 1 s to a day; 5 minutes by default, as the symptom's condition has it
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public MemoryProbeBuilder overheadWindow(Duration length) {
    overheadWindow = between("overheadWindow", length, Duration.ofSeconds(1), Duration.ofDays(1));
    return this;
  }

  /**
   * Leaves a breadcrumb, so that the next process can say how this one ended: a file of a few
   * hundred bytes, written at each check and marked at a clean stop. A process that uses 95 % of
   * its limit when it is last seen was probably killed for it; one that grows by more than the rest
   * between two checks looks like a crash.
   *
   * @param directory where; it must exist, outlive the process and belong to this one alone, as an
   *     {@code emptyDir} does. Without it nothing is written
   * @return this
   */
  public MemoryProbeBuilder breadcrumbs(Path directory) {
    breadcrumbs = Objects.requireNonNull(directory, "directory must not be null");
    return this;
  }

  /**
   * Sets how long a kill stays observed: that of the last process after this one's start, and that
   * of another after it was counted.
   *
   * @param time longer than zero, at most 7 days; 6 hours by default
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public MemoryProbeBuilder hold(Duration time) {
    hold = between("hold", time, Duration.ofMillis(1), MOST_WINDOW);
    return this;
  }

  /**
   * Sets the memory limit of this process, where no control group tells it.
   *
   * @param bytes the limit, above 0; the container's by default. The process's resident memory is
   *     held against it
   * @return this
   * @throws IllegalArgumentException if it is not above 0
   */
  public MemoryProbeBuilder limit(long bytes) {
    if (bytes <= 0) {
      throw new IllegalArgumentException("limit must be above 0 bytes, but is " + bytes);
    }
    limit = OptionalLong.of(bytes);
    return this;
  }

  /**
   * Sets how often a class histogram may be taken, which stops the service while the heap is
   * walked: about half a second for each GB. One is taken when the heap leaks or is nearly full,
   * because the restart that the runbook names next destroys the evidence.
   *
   * @param atLeastBetween two of them, 1 s to 7 days; an hour by default
   * @param largestHeap none is taken while the heap holds more; bytes, above 0; 4 GiB by default
   * @return this
   * @throws IllegalArgumentException if one of them is out of range
   */
  public MemoryProbeBuilder histogram(Duration atLeastBetween, long largestHeap) {
    if (largestHeap <= 0) {
      throw new IllegalArgumentException(
          "largestHeap must be above 0 bytes, but is " + largestHeap);
    }
    histogramEvery = between("atLeastBetween", atLeastBetween, Duration.ofSeconds(1), MOST_WINDOW);
    histogramUpTo = largestHeap;
    return this;
  }

  /**
   * Takes no class histogram, ever.
   *
   * @return this
   */
  public MemoryProbeBuilder withoutHistogram() {
    histogramEvery = Duration.ZERO;
    return this;
  }

  private static Duration between(String name, Duration value, Duration least, Duration most) {
    Objects.requireNonNull(value, name + " must not be null");
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          name + " must be between " + least + " and " + most + ", but is " + value);
    }
    return value;
  }

  MemoryProbeBuilder root(Path directory) {
    root = directory;
    return this;
  }

  MemoryProbeBuilder time(LongSupplier nanos, Clock wall) {
    nanoTime = nanos;
    clock = wall;
    return this;
  }

  MemoryProbeBuilder histogram(Callable<ClassHistogram> source) {
    histogram = source;
    return this;
  }

  MemoryProbeBuilder resources(ResourceReadings readings) {
    resources = readings;
    return this;
  }

  /**
   * Builds the probe. It listens to the collectors from now on, until it is closed: build it as the
   * service starts.
   *
   * @return the probe
   */
  public MemoryProbe build() {
    return new MemoryProbe(this);
  }
}
