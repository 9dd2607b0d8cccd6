package com.holdwall.probes.jvm;

import com.holdwall.probes.metric.Metric;
import com.holdwall.runbook.catalog.HoldwallMetrics;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** What a check saw as numbers with names: what {@code ?filter=memory_usage} gives. Stateless. */
final class MemoryMetrics {

  private static final String OVERHEAD = HoldwallMetrics.JVM_GC_OVERHEAD.replace('.', '_');

  private final List<Metric> all = new ArrayList<>();

  private MemoryMetrics() {}

  static List<Metric> of(MemoryState state) {
    MemoryMetrics metrics = new MemoryMetrics();
    metrics.overhead(state.gc());
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
      metrics.all.add(
          Metric.counter(
              "memory_usage_oom_kills_total",
              "Processes of the container that were killed for want of memory since the start.",
              Map.of(),
              (double) state.killing().kills()));
    }
    return metrics.all;
  }

  private void overhead(MemoryState.Gc gc) {
    Map<String, String> runbook = Map.of("runbook", HoldwallRunbooks.MEMORY_LEAKS.toString());
    all.add(
        Metric.gauge(
            OVERHEAD,
            "Time that the service stood still for its collector, of all in the window.",
            runbook,
            gc.ratio()));
    all.add(
        Metric.gauge(
            OVERHEAD + "_samples",
            "Readings that " + OVERHEAD + " rests on.",
            runbook,
            (double) gc.samples()));
  }

  private void used(String resource, double used, double limit, String unit) {
    String name = unit.equals("bytes") ? "memory_usage_bytes" : "memory_usage_count";
    String of = unit.equals("bytes") ? "memory_usage_limit_bytes" : "memory_usage_limit_count";
    Map<String, String> labels = Map.of("resource", resource);
    if (!Double.isNaN(used)) {
      all.add(
          Metric.gauge(name, "How much is in use; of the heap, after collections.", labels, used));
    }
    if (!Double.isNaN(limit)) {
      all.add(Metric.gauge(of, "How much there is in all.", labels, limit));
    }
  }

  /** Growth is known from half a window on; before, it has no value: 0 would read as healthy. */
  private void leak(String resource, LeakVerdict verdict) {
    Map<String, String> labels = Map.of("resource", resource);
    double leaking =
        verdict instanceof LeakVerdict.NotEnough
            ? Double.NaN
            : verdict instanceof LeakVerdict.Leak ? 1 : 0;
    all.add(
        Metric.gauge(
            "memory_usage_leaking",
            "Whether it grows without end: 1 yes, 0 no, NaN unknown.",
            labels,
            leaking));
    if (verdict instanceof LeakVerdict.Leak leak && leak.exhausted().isPresent()) {
      all.add(
          Metric.gauge(
              "memory_usage_exhausted_in_seconds",
              "When there will be none left, if it goes on; only of what leaks.",
              labels,
              leak.exhausted().get().toMillis() / 1e3));
    }
  }

  private static double number(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : Double.NaN;
  }
}
