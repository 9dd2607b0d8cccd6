package com.holdwall.probes.jvm;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.Reach;
import com.holdwall.probes.metric.Metric;
import com.holdwall.probes.metric.MetricSource;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.catalog.HoldwallMetrics;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import com.holdwall.runbook.evaluation.SignalReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the process's own memory, and tells apart (see {@link MemoryFinding}): a heap that leaks
 * from one that is busy; leaks of buffers, classes, threads, files and native memory; a container
 * at its limit; a collector that leaves the service no time; and a last process that was probably
 * killed for its memory.
 *
 * <pre>{@code
 * MemoryProbe memory = MemoryProbe.builder().breadcrumbs(Path.of("/var/run/holdwall")).build();
 * ProbeRegistry registry = ProbeRegistry.builder().register(memory).build();
 * HealthApi.builder(registry);  // GET /api/metrics?filter=memory_usage
 * }</pre>
 *
 * <p>A leak is judged by what is left after collections, never by what is used: the least values of
 * twelve slices of a window must rise by 3 % of the limit, beyond chance (Mann-Kendall, 1 %), still
 * in their later half, and as a line rather than in steps. Before six slices have a value the
 * answer is that nobody can tell. From 70 % in use on the last quarter of the window counts too;
 * from 80 % on a rise beyond chance that leads to the end within the window, a half or a quarter of
 * it is enough.
 *
 * <p>What ZGC and Shenandoah leave holds garbage, and their cycles begin before the heap is full.
 * So the end is where what is left comes to what is in use when cycles begin (the median of 30);
 * two thirds of what was allocated during a cycle do not count as left; a line must be one over the
 * later half of the window too; the last quarter counts from 80 % on, and a rise that goes on from
 * 7/8 on. All bounds were measured, on JDK 17 and 25, in heaps of 128 MB.
 *
 * <p>A leak that fills the heap before half of the window is over may be over before it was seen
 * for long enough; so may one of ZGC that fills a small heap within the window, if its cycles come
 * late because the machine is busy. Then {@link MemoryFinding#HEAP_NEARLY_FULL} and {@link
 * MemoryFinding#GC_OVERHEAD} tell of it, if a check comes while the heap is full. Memory and
 * threads: some 35 KB, and none.
 *
 * <p>A check reads a few beans and files of the kernel. Thread-safe.
 */
public final class MemoryProbe implements Probe, MetricSource, SignalReader {

  private static final String NO_DIRECTORY = "no directory for a breadcrumb is configured";

  private final ProbeSettings settings;
  private final Duration window;
  private final Duration hold;
  private final LongSupplier nanoTime;
  private final Clock clock;
  private final HeapWatch heap;
  private final ResourceWatch resources;
  private final GcOverhead overhead;
  private final ContainerMemory container;
  private final HistogramTaker histograms;
  private final @Nullable BreadcrumbFile breadcrumb;
  private final LastRun lastRun;
  private final Instant startedAt;
  private volatile @Nullable MemoryState last;
  private volatile boolean closed;

  MemoryProbe(MemoryProbeBuilder builder) {
    this.settings = builder.settings;
    this.window = builder.window;
    this.hold = builder.hold;
    this.nanoTime = builder.nanoTime;
    this.clock = builder.clock;
    this.startedAt = clock.instant();
    this.heap = new HeapWatch(nanoTime, window.toNanos());
    this.resources = new ResourceWatch(builder.resources, nanoTime.getAsLong(), window.toNanos());
    this.overhead = new GcOverhead(builder.overheadWindow, builder.nanoTime);
    this.container = new ContainerMemory(builder.root, builder.limit, startedAt);
    this.histograms =
        new HistogramTaker(builder.histogram, builder.histogramEvery, builder.histogramUpTo);
    this.breadcrumb =
        builder.breadcrumbs == null ? null : new BreadcrumbFile(builder.breadcrumbs, builder.clock);
    this.lastRun = breadcrumb == null ? new LastRun.Unknown(NO_DIRECTORY) : breadcrumb.lastRun();
  }

  /** {@return a builder; all of its settings have defaults} */
  public static MemoryProbeBuilder builder() {
    return new MemoryProbeBuilder();
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public RunbookId runbook() {
    return HoldwallRunbooks.MEMORY_LEAKS;
  }

  @Override
  public ProbeSettings settings() {
    return settings;
  }

  @Override
  public Reach reach() {
    return Reach.PROCESS;
  }

  /** {@return true: the breadcrumb's file system may hang} */
  @Override
  public boolean pinsThread() {
    return true;
  }

  @Override
  public synchronized ProbeResult check(CheckContext context) {
    if (closed) {
      return ProbeResult.unknown("the probe is closed and hears of no collection");
    }
    MemoryState state = look(context.startedAt());
    last = state;
    return MemoryVerdict.of(state, histograms, container.source());
  }

  private MemoryState look(Instant at) {
    long nanos = nanoTime.getAsLong();
    Instant now = clock.instant();
    ContainerMemory.Usage usage = container.read(now);
    resources.read(nanos, usage, heap.floors());
    MemoryState.Heap seen = heap.state();
    boolean nearlyFull = seen.full() >= MemoryReadings.HEAP_FULL;
    overhead.read(nearlyFull);
    if (nearlyFull || seen.verdict() instanceof LeakVerdict.Leak) {
      histograms.need(now, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
    }
    return new MemoryState(
        at,
        window,
        seen,
        Arrays.stream(Resource.values())
            .map(resource -> resources.state(resource, nanos, usage.left()))
            .toList(),
        usage,
        new MemoryState.Gc(overhead.ratio(), overhead.samples(), overhead.window()),
        new MemoryState.Killing(
            container.countsKills(), container.kills(), container.killedWithin(hold, now)),
        lastRun(now),
        leaveWord(usage, seen.full()),
        histograms.last());
  }

  private MemoryState.Crumb leaveWord(ContainerMemory.Usage usage, double full) {
    if (breadcrumb == null) {
      return new MemoryState.Crumb(Optional.of(NO_DIRECTORY), Optional.empty());
    }
    breadcrumb.beat(usage, full);
    return breadcrumb.state();
  }

  /** For as long as it is held; that nobody can tell does not pass. */
  private Optional<LastRun> lastRun(Instant now) {
    boolean held = now.isBefore(startedAt.plus(hold));
    return held || lastRun instanceof LastRun.Unknown ? Optional.of(lastRun) : Optional.empty();
  }

  /**
   * Reads the metric by which slowdowns are recognised.
   *
   * @param metric {@link HoldwallMetrics#JVM_GC_OVERHEAD}
   * @param at now; a moment more than one slice of its window ago gives nothing
   * @return its value, with the number of checks that it rests on; empty for any other metric
   */
  @Override
  public Optional<Signal> read(String metric, Instant at) {
    boolean past = at.isBefore(clock.instant().minus(overhead.slice()));
    return past || !metric.equals(HoldwallMetrics.JVM_GC_OVERHEAD)
        ? Optional.empty()
        : Optional.of(new Signal(overhead.ratio(), overhead.samples()));
  }

  /** {@return what the last check saw; none before the first} */
  @Override
  public List<Metric> metrics() {
    MemoryState seen = last;
    return seen == null ? List.of() : MemoryMetrics.of(seen);
  }

  /** Stops listening to the collectors, and marks the breadcrumb: this process stops cleanly. */
  @Override
  public void close() {
    closed = true;
    heap.close();
    if (breadcrumb != null) {
      breadcrumb.close();
    }
  }
}
