package com.holdwall.probes.metric;

import com.holdwall.probes.Probe;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Several sources as one: each is asked once, and what two of them give is given once. A scrape
 * must not fail because of one source: it is the only view of all the others. Thread-safe.
 */
final class JoinedSources implements MetricSource {

  private static final Logger LOG = System.getLogger(JoinedSources.class.getName());

  private final List<MetricSource> sources;

  /** Names of metrics, not series: their number is bounded by what is declared. */
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  JoinedSources(Collection<MetricSource> sources) {
    Set<MetricSource> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    this.sources = sources.stream().filter(seen::add).toList();
  }

  /** What Prometheus tells metrics apart by. */
  private record Series(String name, Map<String, String> labels) {

    static Series of(Metric metric) {
      return new Series(metric.name(), metric.labels());
    }

    @Override
    public String toString() {
      return labels.isEmpty() ? name : name + labels;
    }
  }

  /** Is told of a metric that two sources give. */
  @FunctionalInterface
  private interface Clash {
    void of(Series series, MetricSource first, MetricSource second);
  }

  @Override
  public List<Metric> metrics() {
    return join(
        (series, first, second) -> {
          if (told.add(series.name())) {
            LOG.log(
                Level.WARNING,
                "metric {0} is given by two sources: {1} and {2}; the first one''s is shown",
                series.name(),
                words(first),
                words(second));
          }
        });
  }

  /** Asks each source once, as a scrape would: what is given by then must not clash. */
  void refuseClashes() {
    join(
        (series, first, second) -> {
          throw new IllegalStateException(
              "metric "
                  + series
                  + " must be given by one source, but is by two: "
                  + words(first)
                  + " and "
                  + words(second));
        });
  }

  private List<Metric> join(Clash clash) {
    List<Metric> all = new ArrayList<>();
    Map<Series, MetricSource> givers = new HashMap<>();
    for (MetricSource source : sources) {
      for (Metric metric : read(source)) {
        Series series = Series.of(metric);
        MetricSource first = givers.putIfAbsent(series, source);
        if (first == null || first == source) {
          all.add(metric);
        } else {
          clash.of(series, first, source);
        }
      }
    }
    return all;
  }

  private static List<Metric> read(MetricSource source) {
    try {
      return source.metrics();
    } catch (RuntimeException failed) {
      // The class only: a message may hold anything.
      LOG.log(
          Level.WARNING,
          "no metrics of {0}: it failed with {1}",
          words(source),
          failed.getClass().getName());
      return List.of();
    }
  }

  private static String words(MetricSource source) {
    String type = source.getClass().getName();
    return source instanceof Probe probe ? "probe '" + probe.name() + "' (" + type + ")" : type;
  }
}
