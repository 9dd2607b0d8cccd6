package com.holdwall.probes.traffic;

import static com.holdwall.probes.Readings.measured;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.Reach;
import com.holdwall.probes.Readings;
import com.holdwall.probes.internal.Require;
import com.holdwall.probes.window.TimeDistribution;
import com.holdwall.runbook.Comparison;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.Status;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Looks at how long a service's own answers take: the 95th percentile over one and over five
 * minutes, and by route (see {@link LatencyFinding}). It sends nothing.
 *
 * <p>Too slow is more than the limit over both windows; it is over below nine tenths of the limit.
 * Below 100 requests in a window nothing is judged, and the probe is up.
 */
public final class LatencyProbe implements Probe {

  private static final double SHARE = 0.95;
  private static final double CLEAR = 0.9;
  private static final Duration LIMIT = Duration.ofMillis(500);

  private final RequestRecorder recorder;
  private final Duration limit;
  private boolean slow;

  private LatencyProbe(RequestRecorder recorder, Duration limit) {
    this.recorder = recorder;
    this.limit = limit;
  }

  /**
   * Makes a probe with the runbook's limit of 500 ms.
   *
   * @param recorder what the service records its requests with
   * @return the probe
   */
  public static LatencyProbe of(RequestRecorder recorder) {
    return of(recorder, LIMIT);
  }

  /**
   * Makes a probe.
   *
   * @param recorder what the service records its requests with
   * @param limit what the 95th percentile should not exceed; longer than zero
   * @return the probe
   * @throws IllegalArgumentException if the limit is not longer than zero
   */
  public static LatencyProbe of(RequestRecorder recorder, Duration limit) {
    Objects.requireNonNull(recorder, "recorder must not be null");
    return new LatencyProbe(recorder, Require.positive("limit", limit));
  }

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public RunbookId runbook() {
    return HoldwallRunbooks.SLOW_API_RESPONSES;
  }

  /** {@return shared: what makes one replica slow, the others mostly wait for too} */
  @Override
  public Reach reach() {
    return Reach.SHARED;
  }

  @Override
  public ProbeResult check(CheckContext context) {
    Readings readings = Readings.of(name());
    TimeDistribution recent = recorder.windows().latency(RequestWindows.RECENT);
    TimeDistribution newest = recorder.windows().latency(RequestWindows.NEWEST);
    p95(readings, recent, newest);
    routes(readings);
    String figures =
        recent.samples() == 0
            ? "no requests in " + recorder.windows().words()
            : String.format(
                Locale.ROOT,
                "p95 is %.0f ms over %d requests in %s",
                millis(recent),
                recent.samples(),
                recorder.windows().words());
    return TrafficVerdict.of(context, runbook(), Status.DEGRADED, readings.list(), figures);
  }

  private void p95(Readings readings, TimeDistribution recent, TimeDistribution newest) {
    boolean minuteLacks = newest.samples() < TrafficVerdict.ENOUGH;
    if (minuteLacks || recent.samples() < TrafficVerdict.ENOUGH) {
      slow = false;
      readings.unknown(
          LatencyFinding.P95_HIGH, TrafficVerdict.tooFew(newest.samples(), "the last minute"));
      return;
    }
    double lower = Math.min(millis(recent), millis(newest));
    double effective = limit.toNanos() / 1e6 * (slow ? CLEAR : 1);
    slow = Comparison.ABOVE.test(lower, effective);
    readings.add(
        LatencyFinding.P95_HIGH,
        measured("p95 over 1 and over 5 minutes", lower, Comparison.ABOVE, effective, "ms")
            .over(recorder.windows().real(RequestWindows.RECENT), recent.samples())
            .detail(
                String.format(Locale.ROOT, "%.0f ms and %.0f ms", millis(newest), millis(recent))));
  }

  /** A route's name and how long it takes. */
  private record RouteTimes(String name, TimeDistribution times) {}

  private void routes(Readings readings) {
    List<RouteTimes> known =
        recorder.routes().stream()
            .map(route -> new RouteTimes(route.name(), route.latency()))
            .filter(route -> route.times().samples() >= TrafficVerdict.ENOUGH)
            .toList();
    Optional<RouteTimes> worst =
        known.stream().max(Comparator.comparingDouble(route -> millis(route.times())));
    if (worst.isEmpty()) {
      readings.unknown(
          LatencyFinding.ROUTE_SLOW,
          "no route has had "
              + TrafficVerdict.ENOUGH
              + " requests in "
              + recorder.windows().words());
      return;
    }
    RouteTimes route = worst.get();
    readings.add(
        LatencyFinding.ROUTE_SLOW,
        measured(
                "p95 of the slowest route",
                millis(route.times()),
                Comparison.ABOVE,
                limit.toNanos() / 1e6,
                "ms")
            .over(recorder.windows().real(RequestWindows.RECENT), route.times().samples())
            .detail(route.name()));
  }

  private static double millis(TimeDistribution times) {
    return times.quantile(SHARE) * 1e3;
  }
}
