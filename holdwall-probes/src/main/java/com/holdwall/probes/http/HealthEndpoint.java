package com.holdwall.probes.http;

import com.holdwall.probes.HealthReport;
import com.holdwall.probes.metric.MetricSource;
import com.holdwall.probes.metric.PrometheusText;
import com.holdwall.probes.metric.RegistryMetrics;
import com.holdwall.runbook.Status;
import java.util.List;

/** {@code GET /api/health}. */
final class HealthEndpoint implements Endpoint {

  private final Service service;
  private final HoldwallJson holdwall;
  private final MetricSource metrics;

  HealthEndpoint(Service service) {
    this.service = service;
    this.holdwall = new HoldwallJson(service);
    this.metrics = RegistryMetrics.of(service.registry());
  }

  @Override
  public HealthResponse answer(Call call) {
    Format format = call.format(Format.values());
    HealthReport report = service.health();
    boolean details = call.sees(Permission.DETAILS);
    return HealthResponse.of(
        code(format, report.status()), format.contentType(), body(format, report, details));
  }

  /** The draft for health+json ties its words to codes: a warning must be a 2xx. */
  private int code(Format format, Status status) {
    boolean warning = format == Format.HEALTH_JSON && status == Status.DEGRADED;
    return warning ? 200 : service.codes().of(status);
  }

  private String body(Format format, HealthReport report, boolean details) {
    return switch (format) {
      case HOLDWALL -> holdwall.health(report, details);
      case HEALTH_JSON -> new HealthJson(service).health(report, details);
      case ACTUATOR -> ActuatorJson.health(report, details);
      case MARKDOWN -> HealthMarkdown.health(service.registry().service(), report, details);
      case TEXT -> HealthText.health(service.registry().service(), report, details);
      case PROMETHEUS ->
          PrometheusText.render(
              details ? metrics.metrics() : List.of(RegistryMetrics.overall(report.status())));
    };
  }
}
