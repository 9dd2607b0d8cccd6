package com.holdwall.probes.traffic;

import com.holdwall.probes.metric.Metric;
import com.holdwall.probes.window.TimeDistribution;
import com.holdwall.runbook.catalog.HoldwallMetrics;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The recorder as numbers: what {@code ?filter=error_rate} and {@code p95_latency} select. */
final class RequestMetrics {

  private static final Map<String, String> ERRORS =
      Map.of("runbook", HoldwallRunbooks.HIGH_ERROR_RATES.toString());
  private static final Map<String, String> LATENCY =
      Map.of("runbook", HoldwallRunbooks.SLOW_API_RESPONSES.toString());

  private final RequestRecorder recorder;
  private final String recent;
  private final List<Metric> all = new ArrayList<>();

  private RequestMetrics(RequestRecorder recorder) {
    this.recorder = recorder;
    this.recent = recorder.windows().words();
  }

  static List<Metric> of(RequestRecorder recorder) {
    RequestMetrics metrics = new RequestMetrics(recorder);
    metrics.signals();
    for (BurnRow row : BurnRow.values()) {
      metrics.burn(recorder.burn(row));
    }
    recorder.routes().forEach(metrics::route);
    metrics.all.add(
        Metric.counter(
            "http_errors_routes_overflow_total",
            "Requests of routes beyond the limit, counted as other.",
            Map.of(),
            (double) recorder.overflow()));
    return metrics.all;
  }

  private void signals() {
    RequestWindows windows = recorder.windows();
    Ratio ratio = windows.ratio(RequestWindows.RECENT);
    TimeDistribution times = windows.latency(RequestWindows.RECENT);
    String errors = name(HoldwallMetrics.HTTP_ERROR_RATIO);
    gauge(errors, "Errors of all answers of " + recent + ".", ERRORS, ratio(ratio));
    gauge(errors + "_samples", "Requests of " + recent + ".", ERRORS, (double) ratio.all());
    String p95 = name(HoldwallMetrics.HTTP_LATENCY_P95);
    gauge(p95, "95th percentile over " + recent + ", in seconds.", LATENCY, times.quantile(0.95));
    gauge(p95 + "_samples", "Requests of " + recent + ".", LATENCY, (double) times.samples());
    counter(
        name(HoldwallMetrics.HTTP_SERVER_ERRORS),
        "Answers with status 5xx and uncaught exceptions.",
        ERRORS,
        windows.serverErrors(Duration.ZERO));
    counter(
        name(HoldwallMetrics.HTTP_TIMEOUTS),
        "Requests that ran into a timeout.",
        LATENCY,
        windows.timeouts(Duration.ZERO));
  }

  private void burn(Burn burn) {
    Map<String, String> labels =
        Map.of("long", real(burn.row().longWindow()), "short", real(burn.row().shortWindow()));
    // Without enough of the window there is no rate: 0 would read as healthy.
    gauge(
        "error_rate_burn",
        "How many times too fast the error budget burns, over both windows.",
        labels,
        burn.covered() ? burn.rate() : Double.NaN);
    gauge(
        "error_rate_burn_coverage",
        "How much of the longer window is known; below 0.5 there is no rate.",
        labels,
        burn.coverage());
  }

  private String real(Duration window) {
    return words(recorder.windows().real(window));
  }

  private void route(Route route) {
    Map<String, String> labels = Map.of("route", route.name());
    TimeDistribution times = route.latency();
    Ratio ratio = new Ratio(route.errors(), times.samples());
    gauge(
        "error_rate", "Errors of a route, of its answers of " + recent + ".", labels, ratio(ratio));
    gauge(
        "error_rate_requests",
        "Requests of a route within " + recent + ".",
        labels,
        (double) times.samples());
    gauge(
        "error_rate_timeouts",
        "Requests of a route within " + recent + " that ran into a timeout.",
        labels,
        (double) route.timeouts());
    gauge(
        "p95_latency_seconds",
        "95th percentile of a route's time to answer over " + recent + ".",
        labels,
        times.quantile(0.95));
  }

  /** No request, no ratio: 0 would read as healthy. */
  private static double ratio(Ratio ratio) {
    return ratio.all() == 0 ? Double.NaN : ratio.value();
  }

  private void gauge(String name, String help, Map<String, String> labels, double value) {
    all.add(Metric.gauge(name, help, new TreeMap<>(labels), value));
  }

  private void counter(String metric, String help, Map<String, String> labels, long value) {
    all.add(Metric.counter(metric + "_total", help, labels, (double) value));
  }

  private static String name(String metric) {
    return metric.replace('.', '_');
  }

  static String words(Duration window) {
    if (window.toDays() > 0 && window.toHours() % 24 == 0) {
      return window.toDays() + "d";
    }
    if (window.toHours() > 0 && window.toMinutes() % 60 == 0) {
      return window.toHours() + "h";
    }
    boolean minutes = window.toMinutes() > 0 && window.toSeconds() % 60 == 0;
    return minutes ? window.toMinutes() + "m" : window.toSeconds() + "s";
  }
}
