package com.holdwall.probes.auth;

import com.holdwall.probes.metric.Metric;
import com.holdwall.probes.metric.MetricFamily;
import com.holdwall.probes.window.WindowClock;
import com.holdwall.probes.window.WindowCounts;
import com.holdwall.runbook.evaluation.SignalReader.Signal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** How often what ended how: within the window, and since the start. Thread-safe. */
final class OutcomeCounts {

  private final List<String> names;
  private final WindowCounts window;
  private final LongAdder[] totals;

  OutcomeCounts(WindowClock clock, Enum<?>[] outcomes) {
    this.names =
        Arrays.stream(outcomes).map(outcome -> outcome.name().toLowerCase(Locale.ROOT)).toList();
    this.window = WindowCounts.of(clock, outcomes.length);
    this.totals = new LongAdder[outcomes.length];
    Arrays.setAll(totals, i -> new LongAdder());
  }

  // The ordinals are those of enums of this package, kept in memory alone.
  @SuppressWarnings("EnumOrdinal")
  void add(Enum<?> outcome) {
    totals[outcome.ordinal()].increment();
    window.add(outcome.ordinal(), 1);
  }

  /** One outcome of all within the window, but for one that does not count; 0 without any. */
  @SuppressWarnings("EnumOrdinal")
  Signal ratio(Enum<?> part, @Nullable Enum<?> without) {
    long[] sums = window.sums();
    long all = Arrays.stream(sums).sum() - (without == null ? 0 : sums[without.ordinal()]);
    return new Signal(all == 0 ? 0 : (double) sums[part.ordinal()] / all, all);
  }

  void totals(List<Metric> all, MetricFamily family) {
    for (int i = 0; i < totals.length; i++) {
      all.add(family.of((double) totals[i].sum(), names.get(i)));
    }
  }

  /** Such as {@code 12 success, 0 bad_credentials, 1 failed}. */
  String words() {
    long[] sums = window.sums();
    return IntStream.range(0, sums.length)
        .mapToObj(i -> sums[i] + " " + names.get(i))
        .collect(Collectors.joining(", "));
  }
}
