package com.holdwall.probes.traffic;

import static com.holdwall.probes.Readings.measured;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.Reach;
import com.holdwall.probes.Readings;
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
 * Looks at the errors among a service's own answers: over five minutes, by route, and as the rate
 * at which the error budget burns (see {@link ErrorRateFinding}). It sends nothing.
 *
 * <p>A burn rate is known once the service has run for half of the longer window, 36 hours for the
 * slowest. With fewer than 20 errors in it, the ratio counts that these prove (Wilson's interval).
 * Below 100 requests nothing is judged, and the probe is up: a service without visitors is well.
 */
public final class ErrorRateProbe implements Probe {

  private static final double HIGH = 0.01;
  private static final double CLEAR = 0.005;

  private final RequestRecorder recorder;
  private boolean high;

  private ErrorRateProbe(RequestRecorder recorder) {
    this.recorder = recorder;
  }

  /**
   * Makes a probe.
   *
   * @param recorder what the service records its requests with
   * @return the probe
   */
  public static ErrorRateProbe of(RequestRecorder recorder) {
    return new ErrorRateProbe(Objects.requireNonNull(recorder, "recorder must not be null"));
  }

  @Override
  public String name() {
    return "error-rate";
  }

  @Override
  public RunbookId runbook() {
    return HoldwallRunbooks.HIGH_ERROR_RATES;
  }

  /** {@return shared: what one replica answers badly, the others mostly do too} */
  @Override
  public Reach reach() {
    return Reach.SHARED;
  }

  @Override
  public ProbeResult check(CheckContext context) {
    Readings readings = Readings.of(name());
    burn(readings, BurnRow.FAST);
    burn(readings, BurnRow.MEDIUM);
    Ratio all = recorder.windows().ratio(RequestWindows.RECENT);
    rate(readings, all);
    routes(readings);
    burn(readings, BurnRow.SLOW);
    String figures =
        String.format(
            Locale.ROOT,
            "%d errors of %d requests in %s",
            all.errors(),
            all.all(),
            recorder.windows().words());
    return TrafficVerdict.of(context, runbook(), Status.DEGRADED, readings.list(), figures);
  }

  private void burn(Readings readings, BurnRow row) {
    Burn burn = recorder.burn(row);
    String window = words(row.longWindow());
    if (!burn.covered()) {
      readings.unknown(
          row.finding(),
          String.format(
              Locale.ROOT,
              "only %.1f %% of the window of %s is known, and half of it is needed",
              100 * burn.coverage(),
              window));
      return;
    }
    if (burn.inLong().all() < TrafficVerdict.ENOUGH) {
      readings.unknown(row.finding(), TrafficVerdict.tooFew(burn.inLong().all(), window));
      return;
    }
    readings.add(
        row.finding(),
        measured(
                "burn rate of the error budget over " + window + " and " + words(row.shortWindow()),
                burn.rate(),
                Comparison.ABOVE,
                row.factor(),
                "times")
            .over(recorder.windows().real(row.longWindow()), burn.inLong().all())
            .detail(detail(burn)));
  }

  private String words(Duration window) {
    return RequestMetrics.words(recorder.windows().real(window));
  }

  private String detail(Burn burn) {
    return String.format(
        Locale.ROOT,
        "%d errors of %d requests, then %d of %d; objective %s; %.0f %% of the window known",
        burn.inLong().errors(),
        burn.inLong().all(),
        burn.inShort().errors(),
        burn.inShort().all(),
        recorder.objective(),
        100 * burn.coverage());
  }

  private void rate(Readings readings, Ratio all) {
    if (all.all() < TrafficVerdict.ENOUGH) {
      high = false;
      readings.unknown(
          ErrorRateFinding.ERROR_RATE_HIGH,
          TrafficVerdict.tooFew(all.all(), recorder.windows().words()));
      return;
    }
    double limit = high ? CLEAR : HIGH;
    high = Comparison.ABOVE.test(all.value(), limit);
    readings.add(
        ErrorRateFinding.ERROR_RATE_HIGH,
        measured("errors of all answers", all.value(), Comparison.ABOVE, limit, "ratio")
            .over(recorder.windows().real(RequestWindows.RECENT), all.all()));
  }

  /** A route's name and what it answered. */
  private record RouteRatio(String name, Ratio ratio) {}

  private void routes(Readings readings) {
    List<RouteRatio> known =
        recorder.routes().stream()
            .map(route -> new RouteRatio(route.name(), ratio(route)))
            .filter(route -> route.ratio().all() >= TrafficVerdict.ENOUGH)
            .toList();
    Optional<RouteRatio> worst =
        known.stream().max(Comparator.comparingDouble(route -> route.ratio().value()));
    if (worst.isEmpty()) {
      readings.unknown(
          ErrorRateFinding.ROUTE_FAILING,
          "no route has had "
              + TrafficVerdict.ENOUGH
              + " requests in "
              + recorder.windows().words());
      return;
    }
    RouteRatio route = worst.get();
    readings.add(
        ErrorRateFinding.ROUTE_FAILING,
        measured(
                "errors of the worst route", route.ratio().value(), Comparison.ABOVE, HIGH, "ratio")
            .over(recorder.windows().real(RequestWindows.RECENT), route.ratio().all())
            .detail(route.name()));
  }

  private static Ratio ratio(Route route) {
    long errors = route.errors();
    return new Ratio(errors, route.latency().samples());
  }
}
