package com.holdwall.probes.jvm;

import com.holdwall.probes.metric.Metric;
import com.holdwall.probes.metric.MetricFamily;
import com.holdwall.probes.metric.SignalFamily;
import com.holdwall.runbook.catalog.HoldwallMetrics;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import com.holdwall.runbook.evaluation.SignalReader.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** What a check saw as numbers with names: what {@code ?filter=memory_usage} gives. Stateless. */
final class MemoryMetrics {

  private static final SignalFamily OVERHEAD =
      SignalFamily.of(
          HoldwallMetrics.JVM_GC_OVERHEAD,
          "1",
          "Time that the service stood still for its collector, of all in the window.",
          "Readings",
          HoldwallRunbooks.MEMORY_LEAKS);

  private static final String IN_USE = "How much is in use; of the heap, after collections.";
  private static final String IN_ALL = "How much there is in all.";

  private static final MetricFamily USED_BYTES = gauge("memory_usage_bytes", "bytes", IN_USE);
  private static final MetricFamily USED_COUNT = gauge("memory_usage_count", "1", IN_USE);

  private static final MetricFamily LIMIT_BYTES =
      gauge("memory_usage_limit_bytes", "bytes", IN_ALL);

  private static final MetricFamily LIMIT_COUNT = gauge("memory_usage_limit_count", "1", IN_ALL);

  private static final MetricFamily LEAKING =
      gauge("memory_usage_leaking", "1", "Whether it grows without end: 1 yes, 0 no, NaN unknown.");

  private static final MetricFamily EXHAUSTED_IN =
      gauge(
          "memory_usage_exhausted_in_seconds",
          "seconds",
          "When there will be none left, if it goes on; only of what leaks.");

  private static final MetricFamily KILLS =
      MetricFamily.counter(
          "memory_usage_oom_kills_total",
          "processes",
          "Processes of the container that were killed for want of memory since the start.");

  private final List<Metric> all = new ArrayList<>();

  private MemoryMetrics() {}

  private static MetricFamily gauge(String name, String unit, String help) {
    return MetricFamily.gauge(name, unit, help, "resource");
  }

  static List<Metric> of(MemoryState state) {
    MemoryMetrics metrics = new MemoryMetrics();
    metrics.all.addAll(OVERHEAD.of(new Signal(state.gc().ratio(), state.gc().samples())));
    metrics.used("heap", state.heap().inUse(), state.heap().limit(), "bytes");
    metrics.leak("heap", state.heap().verdict());
    for (ResourceWatch.State resource : state.resources()) {
      String name = resource.resource().name().toLowerCase(Locale.ROOT);
      metrics.used(name, resource.used(), resource.limit(), resource.resource().unit());
      metrics.leak(name, resource.verdict());
    }
    ContainerMemory.Usage usage = state.usage();
    metrics.used("container", number(usage.used()), number(usage.limit()), "bytes");
    metrics.used("resident", number(usage.resident()), Double.NaN, "bytes");
    if (state.killing().counted()) {
      metrics.all.add(KILLS.of((double) state.killing().kills()));
    }
    return metrics.all;
  }

  private void used(String resource, double used, double limit, String unit) {
    boolean bytes = unit.equals("bytes");
    if (!Double.isNaN(used)) {
      all.add((bytes ? USED_BYTES : USED_COUNT).of(used, resource));
    }
    if (!Double.isNaN(limit)) {
      all.add((bytes ? LIMIT_BYTES : LIMIT_COUNT).of(limit, resource));
    }
  }

  /** Growth is known from half a window on; before, it has no value: 0 would read as healthy. */
  private void leak(String resource, LeakVerdict verdict) {
    double leaking =
        verdict instanceof LeakVerdict.NotEnough
            ? Double.NaN
            : verdict instanceof LeakVerdict.Leak ? 1 : 0;
    all.add(LEAKING.of(leaking, resource));
    if (verdict instanceof LeakVerdict.Leak leak && leak.exhausted().isPresent()) {
      all.add(EXHAUSTED_IN.of(leak.exhausted().get().toMillis() / 1e3, resource));
    }
  }

  private static double number(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : Double.NaN;
  }
}
