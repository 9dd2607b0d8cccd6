package com.holdwall.probes.traffic;

import com.holdwall.probes.metric.Metric;
import com.holdwall.probes.metric.MetricSource;
import com.holdwall.probes.window.TimeDistribution;
import com.holdwall.runbook.catalog.HoldwallMetrics;
import com.holdwall.runbook.evaluation.SignalReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Takes each request of a service, and tells the error rate, the trend of 5xx and of timeouts, and
 * the 95th percentile of the time to answer, by route and in all. Recording takes no lock and
 * allocates nothing. Thread-safe.
 *
 * <pre>{@code
 * RequestRecorder requests = RequestRecorder.create();
 * ProbeRegistry.builder()
 *     .register(ErrorRateProbe.of(requests)).register(LatencyProbe.of(requests))
 *     .signals(requests);                          // the symptoms of both runbooks
 * HealthApi.builder(registry).metrics(requests);   // GET /api/metrics?filter=error_rate
 * requests.record("GET /claims/{id}", 200, nanos, RequestOutcome.ANSWERED);
 * }</pre>
 *
 * <p>An error is an answer with status 5xx or an uncaught exception; 4xx are not, unless 429 or 499
 * are asked for. Requests of health checks are left out. Windows have slices of 10 s: a request
 * counts for the window's length less a slice at least, and its length at most. A percentile is off
 * by at most 2 % from 120 µs on, and by 2.5 µs below; longer times than 2 minutes count as 2
 * minutes. What was recorded is lost at a restart, and what is not known yet is not evaluable: a
 * trend for an hour, a burn rate for half of its window.
 *
 * <p>It takes 1.3 MB, and 190 KB for each route. Routes beyond the limit, and names that are blank
 * or longer than 200 characters, are counted together as {@code other}.
 */
public final class RequestRecorder implements SignalReader, MetricSource {

  private final RequestWindows windows;
  private final RouteTable routes;
  private final ErrorRule rule;
  private final HealthChecks healthChecks;
  private final double objective;
  private final Clock wall;

  RequestRecorder(RequestRecorderBuilder builder) {
    this.windows = new RequestWindows(builder.nanoTime, builder.window);
    this.rule = new ErrorRule(builder.clientErrors);
    this.healthChecks = new HealthChecks(builder.healthChecks);
    this.objective = builder.objective;
    this.wall = builder.wall;
    this.routes = new RouteTable(builder.routes, this::route);
  }

  private Route route(String name) {
    return new Route(name, healthChecks.contains(name), windows.times(), Route.counts(windows));
  }

  /** {@return a recorder of at most 32 routes, with an objective of 99.9 % good answers} */
  public static RequestRecorder create() {
    return builder().build();
  }

  /** {@return a builder} */
  public static RequestRecorderBuilder builder() {
    return new RequestRecorderBuilder();
  }

  /**
   * Records a request at its end.
   *
   * @param route which one, such as {@code GET /claims/{id}}: the pattern and not the path, so that
   *     there are few; no secret. One whose path is a health check's is left out
   * @param status the status of the answer; 0 if there was none
   * @param nanos how long it took, in ns; a negative time counts as 0
   * @param outcome how it ended
   */
  public void record(String route, int status, long nanos, RequestOutcome outcome) {
    Objects.requireNonNull(outcome, "outcome must not be null");
    Route known = routes.get(Objects.requireNonNull(route, "route must not be null"));
    if (known.healthCheck()) {
      return;
    }
    int slice = windows.now();
    boolean error = rule.error(status, outcome);
    boolean timeout = ErrorRule.timeout(status, outcome);
    known.record(slice, nanos, error, timeout);
    windows.record(slice, nanos, error);
    if (ErrorRule.server(status) || outcome == RequestOutcome.UNCAUGHT) {
      windows.serverError(slice);
    }
    if (timeout) {
      windows.timeout(slice);
    }
  }

  /**
   * Tells whether a path is a health check's, for adapters that see the path before the route.
   *
   * @param path the path, or a route
   * @return whether requests of it are left out
   */
  public boolean leavesOut(String path) {
    return healthChecks.contains(Objects.requireNonNull(path, "path must not be null"));
  }

  /**
   * Reads one of the metrics by which the symptoms of errors and latency are recognised.
   *
   * @param metric the metric's name; see {@link HoldwallMetrics}
   * @param at now, or for the two counters any moment since the start and not more than three days
   *     ago
   * @return its value, with the number of requests that it rests on; empty for any other metric or
   *     moment
   */
  @Override
  public Optional<Signal> read(String metric, Instant at) {
    Duration ago = Duration.between(at, wall.instant());
    return switch (metric) {
      case HoldwallMetrics.HTTP_ERROR_RATIO -> now(ago).map(yes -> errorRatio());
      case HoldwallMetrics.HTTP_LATENCY_P95 -> now(ago).map(yes -> p95());
      case HoldwallMetrics.HTTP_SERVER_ERRORS ->
          known(ago).map(since -> counter(windows.serverErrors(since)));
      case HoldwallMetrics.HTTP_TIMEOUTS ->
          known(ago).map(since -> counter(windows.timeouts(since)));
      default -> Optional.empty();
    };
  }

  /** Ratios and percentiles are known for now only. */
  private Optional<Boolean> now(Duration ago) {
    return ago.compareTo(windows.real(RequestWindows.SLICE)) > 0
        ? Optional.empty()
        : Optional.of(true);
  }

  /** How long ago, if that is since the start and within the window. */
  private Optional<Duration> known(Duration ago) {
    Duration since = ago.isNegative() ? Duration.ZERO : ago;
    boolean known =
        since.compareTo(windows.running()) <= 0
            && since.compareTo(windows.real(RequestWindows.LONGEST)) <= 0;
    return known ? Optional.of(since) : Optional.empty();
  }

  Signal errorRatio() {
    Ratio ratio = windows.ratio(RequestWindows.RECENT);
    return new Signal(ratio.value(), ratio.all());
  }

  Signal p95() {
    TimeDistribution times = windows.latency(RequestWindows.RECENT);
    return new Signal(times.samples() == 0 ? 0 : times.quantile(0.95), times.samples());
  }

  private static Signal counter(long count) {
    return new Signal((double) count, count);
  }

  /** {@return error rates, burn rates and percentiles, by route and in all} */
  @Override
  public List<Metric> metrics() {
    return RequestMetrics.of(this);
  }

  RequestWindows windows() {
    return windows;
  }

  List<Route> routes() {
    return routes.all().stream().filter(route -> !route.healthCheck()).toList();
  }

  long overflow() {
    return routes.overflow();
  }

  /** What one row of the table of burn rates says now. */
  Burn burn(BurnRow row) {
    return Burn.of(row, windows, 1 - objective);
  }

  double objective() {
    return objective;
  }

  Instant instant() {
    return wall.instant();
  }
}
