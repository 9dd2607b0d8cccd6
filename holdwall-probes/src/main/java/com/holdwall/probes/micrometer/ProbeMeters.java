package com.holdwall.probes.micrometer;

import com.holdwall.probes.Basis;
import com.holdwall.probes.ProbeHealth;
import com.holdwall.probes.ProbeRegistry;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.Status;
import com.holdwall.runbook.SymptomId;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Meters for each probe and each symptom of a registry. Reading one reads a snapshot: no scrape
 * runs a check. The tags hold names that are fixed when the registry is built, so their number is
 * bounded by the probes and the catalogue.
 *
 * <p>{@code holdwall.probe.status} (tag {@code status}; 1 for the one it has), {@code .duration},
 * {@code .age}, {@code .stale}, {@code .stuck}, {@code .checks}, {@code .overdue} and {@code
 * .transitions}, each with tag {@code probe}; {@code holdwall.symptom.observed} with tags {@code
 * runbook} and {@code symptom}: 1, 0, or NaN where nothing can tell.
 */
public final class ProbeMeters implements MeterBinder {

  private final ProbeRegistry probes;

  private ProbeMeters(ProbeRegistry probes) {
    this.probes = probes;
  }

  /**
   * Makes the binder.
   *
   * @param probes the registry; the meters keep it reachable
   * @return the binder
   */
  public static ProbeMeters of(ProbeRegistry probes) {
    return new ProbeMeters(Objects.requireNonNull(probes, "probes must not be null"));
  }

  @Override
  public void bindTo(MeterRegistry meters) {
    probes.health().probes().forEach(probe -> bind(meters, probe.name()));
    probes.health().observations().forEach(each -> bind(meters, each.symptom()));
    FunctionCounter.builder("holdwall.events.dropped", probes, p -> (double) p.droppedEvents())
        .description("Events that a slow listener did not get")
        .register(meters);
  }

  private void bind(MeterRegistry meters, String name) {
    Tags tags = Tags.of("probe", name);
    for (Status status : Status.values()) {
      Tags with = tags.and("status", status.name().toLowerCase(Locale.ROOT));
      gauge(meters, "status", "1 for the status it has", with, name, p -> is(p.status() == status));
    }
    gauge(
        meters,
        "stuck",
        "1 while a check hangs beyond its deadline",
        tags,
        name,
        p -> is(p.stuck()));
    gauge(
        meters,
        "stale",
        "1 while the last answer is too old",
        tags,
        name,
        p -> is(p.basis() == Basis.STALE));
    seconds(meters, "duration", "How long the last check took", tags, name, p -> p.took());
    seconds(meters, "age", "How long ago the last check ended", tags, name, ProbeMeters::age);
    counter(meters, "checks", "Checks that were started", tags, name, p -> (double) p.checks());
    counter(meters, "overdue", "Checks abandoned", tags, name, p -> (double) p.overdue());
    counter(
        meters,
        "transitions",
        "Changes of the status",
        tags,
        name,
        p -> (double) p.history().changes());
  }

  private void bind(MeterRegistry meters, SymptomId symptom) {
    Gauge.builder("holdwall.symptom.observed", probes, p -> observed(p, symptom))
        .description("1 observed, 0 not observed, NaN where nothing can tell")
        .tags("runbook", symptom.runbook().toString(), "symptom", symptom.key())
        .strongReference(true)
        .register(meters);
  }

  private static double observed(ProbeRegistry probes, SymptomId symptom) {
    for (Observation observation : probes.health().observations()) {
      if (observation.symptom().equals(symptom)) {
        return observation instanceof Observation.NotEvaluable
            ? Double.NaN
            : is(observation instanceof Observation.Observed);
      }
    }
    return Double.NaN;
  }

  private void gauge(
      MeterRegistry meters,
      String meter,
      String description,
      Tags tags,
      String probe,
      ToDoubleFunction<ProbeHealth> value) {
    Gauge.builder("holdwall.probe." + meter, probes, p -> value.applyAsDouble(p.health(probe)))
        .description(description)
        .tags(tags)
        .strongReference(true)
        .register(meters);
  }

  private void seconds(
      MeterRegistry meters,
      String meter,
      String description,
      Tags tags,
      String probe,
      Function<ProbeHealth, Duration> value) {
    TimeGauge.builder(
            "holdwall.probe." + meter,
            probes,
            TimeUnit.NANOSECONDS,
            p -> (double) value.apply(p.health(probe)).toNanos())
        .description(description)
        .tags(tags)
        .strongReference(true)
        .register(meters);
  }

  private void counter(
      MeterRegistry meters,
      String meter,
      String description,
      Tags tags,
      String probe,
      ToDoubleFunction<ProbeHealth> value) {
    FunctionCounter.builder(
            "holdwall.probe." + meter, probes, p -> value.applyAsDouble(p.health(probe)))
        .description(description)
        .tags(tags)
        .register(meters);
  }

  private static Duration age(ProbeHealth probe) {
    return probe.checkedAt().map(at -> Duration.between(at, Instant.now())).orElse(Duration.ZERO);
  }

  private static double is(boolean condition) {
    return condition ? 1 : 0;
  }
}
