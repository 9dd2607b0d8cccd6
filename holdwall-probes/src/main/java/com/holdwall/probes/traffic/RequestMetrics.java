package com.holdwall.probes.traffic;

import com.holdwall.probes.metric.Metric;
import com.holdwall.probes.metric.MetricFamily;
import com.holdwall.probes.metric.SignalFamily;
import com.holdwall.probes.window.TimeDistribution;
import com.holdwall.runbook.catalog.HoldwallMetrics;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The recorder as numbers: what {@code ?filter=error_rate} and {@code p95_latency} select. */
final class RequestMetrics {

  private static final SignalFamily ERRORS =
      SignalFamily.of(
          HoldwallMetrics.HTTP_ERROR_RATIO,
          "1",
          "Errors of all answers of the recent window, 5 minutes by default.",
          "Requests",
          HoldwallRunbooks.HIGH_ERROR_RATES);

  private static final SignalFamily LATENCY =
      SignalFamily.of(
          HoldwallMetrics.HTTP_LATENCY_P95,
          "seconds",
          "95th percentile over the recent window, 5 minutes by default, in seconds.",
          "Requests",
          HoldwallRunbooks.SLOW_API_RESPONSES);

  private static final MetricFamily SERVER_ERRORS =
      MetricFamily.counter(
          name(HoldwallMetrics.HTTP_SERVER_ERRORS),
          "answers",
          "Answers with status 5xx and uncaught exceptions.",
          "runbook");

  private static final MetricFamily TIMEOUTS =
      MetricFamily.counter(
          name(HoldwallMetrics.HTTP_TIMEOUTS),
          "requests",
          "Requests that ran into a timeout.",
          "runbook");

  private static final MetricFamily BURN =
      MetricFamily.gauge(
          "error_rate_burn",
          "1",
          "How many times too fast the error budget burns, over both windows.",
          "long",
          "short");

  private static final MetricFamily COVERAGE =
      MetricFamily.gauge(
          "error_rate_burn_coverage",
          "1",
          "How much of the longer window is known; below 0.5 there is no rate.",
          "long",
          "short");

  private static final MetricFamily ROUTE_ERRORS =
      route("error_rate", "1", "Errors of a route, of its answers of the recent window.");

  private static final MetricFamily ROUTE_REQUESTS =
      route("error_rate_requests", "requests", "Requests of a route within the recent window.");

  private static final MetricFamily ROUTE_TIMEOUTS =
      route(
          "error_rate_timeouts",
          "requests",
          "Requests of a route within the recent window that ran into a timeout.");

  private static final MetricFamily ROUTE_LATENCY =
      route(
          "p95_latency_seconds",
          "seconds",
          "95th percentile of a route's time to answer over the recent window.");

  private static final MetricFamily OVERFLOW =
      MetricFamily.counter(
          "http_errors_routes_overflow_total",
          "requests",
          "Requests of routes beyond the limit, counted as other.");

  private final RequestRecorder recorder;
  private final List<Metric> all = new ArrayList<>();

  private RequestMetrics(RequestRecorder recorder) {
    this.recorder = recorder;
  }

  private static MetricFamily route(String name, String unit, String help) {
    return MetricFamily.gauge(name, unit, help, "route");
  }

  private static String name(String counter) {
    return counter.replace('.', '_') + "_total";
  }

  static List<Metric> of(RequestRecorder recorder) {
    RequestMetrics metrics = new RequestMetrics(recorder);
    metrics.signals();
    for (BurnRow row : BurnRow.values()) {
      metrics.burn(recorder.burn(row));
    }
    recorder.routes().forEach(metrics::route);
    metrics.all.add(OVERFLOW.of((double) recorder.overflow()));
    return metrics.all;
  }

  private void signals() {
    RequestWindows windows = recorder.windows();
    all.addAll(ERRORS.of(recorder.errorRatio()));
    all.addAll(LATENCY.of(recorder.p95()));
    all.add(
        SERVER_ERRORS.of(
            (double) windows.serverErrors(Duration.ZERO), ERRORS.runbook().toString()));
    all.add(TIMEOUTS.of((double) windows.timeouts(Duration.ZERO), LATENCY.runbook().toString()));
  }

  private void burn(Burn burn) {
    String longer = real(burn.row().longWindow());
    String shorter = real(burn.row().shortWindow());
    // Without enough of the window there is no rate: 0 would read as healthy.
    all.add(BURN.of(burn.covered() ? burn.rate() : Double.NaN, longer, shorter));
    all.add(COVERAGE.of(burn.coverage(), longer, shorter));
  }

  private String real(Duration window) {
    return words(recorder.windows().real(window));
  }

  private void route(Route route) {
    TimeDistribution times = route.latency();
    Ratio ratio = new Ratio(route.errors(), times.samples());
    all.add(ROUTE_ERRORS.of(ratio(ratio), route.name()));
    all.add(ROUTE_REQUESTS.of((double) times.samples(), route.name()));
    all.add(ROUTE_TIMEOUTS.of((double) route.timeouts(), route.name()));
    all.add(ROUTE_LATENCY.of(times.quantile(0.95), route.name()));
  }

  /** No request, no ratio: 0 would read as healthy. */
  private static double ratio(Ratio ratio) {
    return ratio.all() == 0 ? Double.NaN : ratio.value();
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
