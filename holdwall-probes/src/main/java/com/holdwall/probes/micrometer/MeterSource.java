package com.holdwall.probes.micrometer;

import com.holdwall.probes.metric.Metric;
import com.holdwall.probes.metric.MetricSource;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A service's own meters, for {@code /api/metrics}: so the runbooks' filters find HikariCP's, the
 * JVM's or the HTTP server's. Thread-safe.
 *
 * <p>Gives at most 5,000 numbers; meters of {@link ProbeMeters} are left out, because the registry
 * gives the same itself.
 */
public final class MeterSource implements MetricSource {

  private static final int MOST = 5_000;
  private static final String OURS = "holdwall.";

  private final MeterRegistry meters;

  private MeterSource(MeterRegistry meters) {
    this.meters = meters;
  }

  /**
   * Makes a source.
   *
   * @param meters the meters
   * @return their numbers
   */
  public static MetricSource of(MeterRegistry meters) {
    return new MeterSource(meters);
  }

  @Override
  public List<Metric> metrics() {
    List<Metric> all = new ArrayList<>();
    for (Meter meter : meters.getMeters()) {
      if (all.size() < MOST && !meter.getId().getName().startsWith(OURS)) {
        add(all, meter);
      }
    }
    return all;
  }

  private static void add(List<Metric> all, Meter meter) {
    Map<String, String> labels = new TreeMap<>();
    for (Tag tag : meter.getId().getTags()) {
      labels.put(clean(tag.getKey()), tag.getValue());
    }
    String help = String.valueOf(meter.getId().getDescription());
    for (Measurement measurement : meter.measure()) {
      Statistic statistic = measurement.getStatistic();
      String name = name(meter, statistic);
      boolean counter = name.endsWith("_total");
      Metric.Kind kind = counter ? Metric.Kind.COUNTER : Metric.Kind.GAUGE;
      all.add(new Metric(name, kind, help, labels, measurement.getValue()));
    }
  }

  private static String name(Meter meter, Statistic statistic) {
    String given = meter.getId().getBaseUnit();
    String unit = given == null ? "" : given;
    String base = clean(meter.getId().getName());
    boolean named = unit.isEmpty() || base.endsWith(clean(unit));
    String whole = named ? base : base + "_" + clean(unit);
    boolean counter = meter.getId().getType() == Meter.Type.COUNTER;
    return switch (statistic) {
      case VALUE, UNKNOWN -> whole;
      case COUNT -> counter ? whole + "_total" : whole + "_count";
      case TOTAL, TOTAL_TIME -> whole + "_sum";
      case MAX -> whole + "_max";
      case ACTIVE_TASKS -> whole + "_active";
      case DURATION -> whole + "_duration_sum";
    };
  }

  private static String clean(String name) {
    String safe = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
    return safe.isEmpty() || Character.isDigit(safe.charAt(0)) ? "_" + safe : safe;
  }
}
