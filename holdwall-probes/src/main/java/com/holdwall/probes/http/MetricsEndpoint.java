package com.holdwall.probes.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.holdwall.probes.metric.Metric;
import com.holdwall.probes.metric.PrometheusText;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code GET /api/metrics}, with {@code filter} and {@code format}. */
final class MetricsEndpoint implements Endpoint {

  private final Service service;
  private final MetricFilters filters;

  MetricsEndpoint(Service service) {
    this.service = service;
    this.filters = new MetricFilters(service.registry().catalog());
  }

  @Override
  public HealthResponse answer(Call call) {
    call.require(Permission.METRICS);
    boolean json = json(call);
    Optional<String> filter = call.target().parameter("filter");
    List<Metric> metrics = service.metrics();
    if (filter.isPresent()) {
      metrics = metrics.stream().filter(filters.named(filter.get())).toList();
    }
    if (json) {
      return HealthResponse.json(200, json(metrics));
    }
    String none =
        metrics.isEmpty() ? "# nothing here measures " + filter.orElse("anything") + "\n" : "";
    return HealthResponse.of(200, PrometheusText.MEDIA_TYPE, none + PrometheusText.render(metrics));
  }

  private static boolean json(Call call) {
    Optional<String> format = call.target().parameter("format");
    if (format.isEmpty()) {
      Format chosen = call.format(Format.PROMETHEUS, Format.TEXT, Format.HOLDWALL);
      return chosen == Format.HOLDWALL;
    }
    if (!format.get().equals("json") && !format.get().equals("prometheus")) {
      throw new Refusal(400, "Unknown format; known are [json, prometheus]");
    }
    return format.get().equals("json");
  }

  private static String json(List<Metric> metrics) {
    return Json.write(
        json -> {
          Json.object(json, "counters", in -> numbers(in, metrics, Metric.Kind.COUNTER));
          Json.object(json, "gauges", in -> numbers(in, metrics, Metric.Kind.GAUGE));
          Json.object(json, "histograms", in -> {});
        });
  }

  private static void numbers(JsonGenerator json, List<Metric> metrics, Metric.Kind kind)
      throws IOException {
    for (Metric metric : metrics) {
      if (metric.kind() == kind && Double.isFinite(metric.value())) {
        json.writeNumberField(metric.name() + labels(metric.labels()), metric.value());
      }
    }
  }

  private static String labels(Map<String, String> labels) {
    return labels.isEmpty()
        ? ""
        : labels.entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(",", "{", "}"));
  }
}
