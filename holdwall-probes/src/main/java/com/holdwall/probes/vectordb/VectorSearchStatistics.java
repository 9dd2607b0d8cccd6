package com.holdwall.probes.vectordb;

import com.holdwall.probes.metric.Metric;
import com.holdwall.probes.metric.MetricFamily;
import com.holdwall.probes.metric.MetricSource;
import com.holdwall.probes.metric.SignalFamily;
import com.holdwall.probes.window.TimeDistribution;
import com.holdwall.probes.window.WindowClock;
import com.holdwall.probes.window.WindowCounts;
import com.holdwall.probes.window.WindowTimes;
import com.holdwall.runbook.catalog.HoldwallMetrics;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import com.holdwall.runbook.evaluation.SignalReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * What a service's own vector searches show: how many fail and how long they take, over the last
 * five minutes. It costs no request. Recording takes no lock and allocates nothing. Thread-safe.
 *
 * <pre>{@code
 * VectorSearchStatistics searches = VectorSearchStatistics.create();
 * ProbeRegistry.builder().signals(searches);        // the symptoms of the vector runbook
 * HealthApi.builder(registry).metrics(searches);
 * searches.ended(SearchOutcome.SUCCESS, nanos);
 * }</pre>
 *
 * <p>The window has 30 slices: a search counts for its length less a slice at least, and its length
 * at most. Latency is that of searches that succeeded or timed out, off by at most 2 % or 1 ms:
 * what is refused at once would hide how slow the others are.
 */
public final class VectorSearchStatistics implements SignalReader, MetricSource {

  private static final int SLICES = 30;
  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final int OUTCOMES = SearchOutcome.values().length;

  private static final SignalFamily ERRORS =
      SignalFamily.of(
          HoldwallMetrics.VECTOR_ERROR_RATIO,
          "1",
          "Vector searches that failed, of all.",
          "Vector searches",
          HoldwallRunbooks.VECTOR_DATABASE_ISSUES);

  private static final SignalFamily LATENCY =
      SignalFamily.of(
          HoldwallMetrics.VECTOR_LATENCY_P95,
          "seconds",
          "95th percentile of the time of a vector search, in seconds.",
          "Vector searches",
          HoldwallRunbooks.VECTOR_DATABASE_ISSUES);

  private static final MetricFamily SEARCHES =
      MetricFamily.counter(
          "vectordb_searches_total", "searches", "Vector searches, by how they ended.", "outcome");

  private final WindowClock clock;
  private final Clock wall;
  private final WindowCounts outcomes;
  private final WindowTimes latency;
  private final LongAdder[] totals = new LongAdder[OUTCOMES];

  private VectorSearchStatistics(Duration window, LongSupplier nanoTime, Clock wall) {
    this.clock = WindowClock.of(window, SLICES, nanoTime);
    this.wall = wall;
    this.outcomes = WindowCounts.of(clock, OUTCOMES);
    this.latency = WindowTimes.of(clock, Duration.ofMillis(1), Duration.ofMinutes(5));
    Arrays.setAll(totals, i -> new LongAdder());
  }

  /** {@return statistics over 5 minutes} */
  public static VectorSearchStatistics create() {
    return of(WINDOW);
  }

  /**
   * Makes statistics.
   *
   * @param window over which; at least 30 ms, at most a day. The symptoms' conditions name five
   *     minutes
   * @return the statistics
   * @throws IllegalArgumentException if the window is out of range
   */
  public static VectorSearchStatistics of(Duration window) {
    return of(window, System::nanoTime, Clock.systemUTC());
  }

  static VectorSearchStatistics of(Duration window, LongSupplier nanoTime, Clock wall) {
    return new VectorSearchStatistics(window, nanoTime, wall);
  }

  /**
   * Records the end of a search.
   *
   * @param outcome how it ended
   * @param nanos how long it took, until its answer or its failure; ns
   */
  public void ended(SearchOutcome outcome, long nanos) {
    Objects.requireNonNull(outcome, "outcome must not be null");
    totals[outcome.index()].increment();
    outcomes.add(outcome.index(), 1);
    if (outcome != SearchOutcome.FAILED) {
      latency.record(nanos);
    }
  }

  /**
   * Reads one of the two metrics by which the symptoms of the vector runbook are recognised.
   *
   * @param metric the metric's name; see {@link HoldwallMetrics}
   * @param at now; a moment more than one slice ago gives nothing, since the past is not kept
   * @return its value over the window, with the number of searches that it rests on; empty for any
   *     other metric
   */
  @Override
  public Optional<Signal> read(String metric, Instant at) {
    if (at.isBefore(wall.instant().minus(clock.slice()))) {
      return Optional.empty();
    }
    return switch (metric) {
      case HoldwallMetrics.VECTOR_ERROR_RATIO -> Optional.of(errors());
      case HoldwallMetrics.VECTOR_LATENCY_P95 -> Optional.of(p95());
      default -> Optional.empty();
    };
  }

  private Signal errors() {
    long[] sums = outcomes.sums();
    long all = Arrays.stream(sums).sum();
    long failed = all - sums[SearchOutcome.SUCCESS.index()];
    return new Signal(all == 0 ? 0 : (double) failed / all, all);
  }

  private Signal p95() {
    TimeDistribution times = latency.read();
    return new Signal(times.samples() == 0 ? 0 : times.quantile(0.95), times.samples());
  }

  @Override
  public List<Metric> metrics() {
    List<Metric> all = new ArrayList<>();
    all.addAll(ERRORS.of(errors()));
    all.addAll(LATENCY.of(p95()));
    for (SearchOutcome outcome : SearchOutcome.values()) {
      long count = totals[outcome.index()].sum();
      all.add(SEARCHES.of((double) count, outcome.name().toLowerCase(Locale.ROOT)));
    }
    return all;
  }

  /** The window in a sentence, for the runbook's step. */
  String words() {
    Signal errors = errors();
    Signal times = p95();
    String time =
        times.samples() == 0
            ? ""
            : String.format(Locale.ROOT, ", p95 %.0f ms", 1e3 * times.value());
    return String.format(
        Locale.ROOT,
        "%d searches in the last %d s: %.1f %% failed%s",
        errors.samples(),
        clock.length().toSeconds(),
        100 * errors.value(),
        time);
  }
}
