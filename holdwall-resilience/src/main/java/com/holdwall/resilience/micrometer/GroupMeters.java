package com.holdwall.resilience.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * Meters of the counts of one source, with the tag {@code group}. The counts are asked for when the
 * registry publishes, and the registry holds the source weakly.
 *
 * @param <S> whose counts they are
 * @param <C> the counts
 */
final class GroupMeters<S, C> {

  private final MeterRegistry registry;
  private final S source;
  private final String group;
  private final Function<S, C> counts;

  GroupMeters(MeterRegistry registry, S source, String group, Function<S, C> counts) {
    this.registry = registry;
    this.source = source;
    this.group = group;
    this.counts = counts;
  }

  void counter(String name, String description, ToLongFunction<C> count) {
    // not the field itself: that would hold this, and the source with it
    Function<S, C> asked = counts;
    FunctionCounter.builder(name, source, now -> count.applyAsLong(asked.apply(now)))
        .description(description)
        .tag("group", group)
        .register(registry);
  }

  void gauge(String name, String description, ToDoubleFunction<C> value) {
    Function<S, C> asked = counts;
    Gauge.builder(name, source, now -> value.applyAsDouble(asked.apply(now)))
        .description(description)
        .tag("group", group)
        .register(registry);
  }
}
