package com.holdwall.probes.http;

import com.holdwall.probes.HealthReport;
import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.metric.Metric;
import com.holdwall.probes.metric.MetricSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the endpoints answer about. Thread-safe. */
record Service(
    ProbeRegistry registry,
    String version,
    String environment,
    String base,
    StatusCodes codes,
    MetricSource source,
    Clock clock,
    Instant startedAt) {

  HealthReport health() {
    return registry.health();
  }

  Instant now() {
    return clock.instant();
  }

  long uptimeSeconds() {
    return Math.max(0, Duration.between(startedAt, now()).toSeconds());
  }

  List<Metric> metrics() {
    return source.metrics();
  }
}
