package com.holdwall.probes.traffic;

import static com.holdwall.probes.traffic.RequestOutcome.ANSWERED;
import static com.holdwall.probes.traffic.RequestOutcome.TIMED_OUT;
import static com.holdwall.probes.traffic.RequestOutcome.UNCAUGHT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.probes.ManualClock;
import com.holdwall.probes.metric.Metric;
import com.holdwall.runbook.catalog.HoldwallMetrics;
import com.holdwall.runbook.evaluation.SignalReader.Signal;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class RequestRecorderTest {

  private static final long MILLI = 1_000_000;

  private final ManualClock clock = new ManualClock();
  private final RequestRecorder recorder = builder().build();

  private RequestRecorderBuilder builder() {
    return RequestRecorder.builder().time(clock::nanoTime, clock);
  }

  private Signal signal(String metric) {
    return recorder.read(metric, clock.instant()).orElseThrow();
  }

  private double errorRatio(RequestRecorder of) {
    return of.read(HoldwallMetrics.HTTP_ERROR_RATIO, clock.instant()).orElseThrow().value();
  }

  private static double metric(RequestRecorder of, String name, String route) {
    return of.metrics().stream()
        .filter(metric -> metric.name().equals(name))
        .filter(metric -> route.equals(metric.labels().getOrDefault("route", "")))
        .mapToDouble(Metric::value)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void errors_areServerErrorsAndUncaughtExceptions_andNoClientErrors() {
    recorder.record("GET /a", 200, MILLI, ANSWERED);
    recorder.record("GET /a", 404, MILLI, ANSWERED);
    recorder.record("GET /a", 429, MILLI, ANSWERED);
    recorder.record("GET /a", 499, MILLI, ANSWERED);
    recorder.record("GET /a", 503, MILLI, ANSWERED);
    recorder.record("GET /a", 0, MILLI, UNCAUGHT);
    recorder.record("GET /a", 200, MILLI, TIMED_OUT);
    recorder.record("GET /a", 504, MILLI, ANSWERED);

    assertThat(signal(HoldwallMetrics.HTTP_ERROR_RATIO)).isEqualTo(new Signal(3 / 8.0, 8));
    assertThat(signal(HoldwallMetrics.HTTP_SERVER_ERRORS)).isEqualTo(new Signal(3, 3));
    assertThat(signal(HoldwallMetrics.HTTP_TIMEOUTS)).isEqualTo(new Signal(2, 2));
  }

  @Test
  void clientErrorsThatWereAskedFor_areErrors_andNoServerErrors() {
    RequestRecorder strict = builder().countAsErrors(Set.of(429)).build();
    strict.record("GET /a", 429, MILLI, ANSWERED);
    strict.record("GET /a", 499, MILLI, ANSWERED);

    assertThat(errorRatio(strict)).isEqualTo(0.5);
    assertThat(strict.read(HoldwallMetrics.HTTP_SERVER_ERRORS, clock.instant()))
        .contains(new Signal(0, 0));
    assertThatThrownBy(() -> builder().countAsErrors(Set.of(404)))
        .hasMessage("client errors must be 429 or 499, but one is 404");
  }

  @Test
  void healthChecks_areLeftOut_andPathsThatLookLikeThemAreNot() {
    RequestRecorder own = builder().leaveOut("/internal/ping").build();
    for (String check :
        List.of("GET /api/health", "GET /api/health/database", "/health?x=1", "/internal/ping/a")) {
      own.record(check, 500, MILLI, ANSWERED);
      assertThat(own.leavesOut(check)).as(check).isTrue();
    }
    assertThat(own.read(HoldwallMetrics.HTTP_ERROR_RATIO, clock.instant()))
        .contains(new Signal(0, 0));
    for (String route : List.of("GET /api/healthcare", "GET /api", "GET /internal", "RPC")) {
      assertThat(own.leavesOut(route)).as(route).isFalse();
    }
    assertThatThrownBy(() -> builder().leaveOut("/"))
        .hasMessage("path to leave out must begin with a slash and go on, but is '/'");
  }

  @Test
  void routesBeyondTheLimit_areCountedAsOther_andInAll() {
    RequestRecorder small = builder().routes(2).build();
    for (String route : List.of("GET /a", "GET /b", "GET /c", "", "x".repeat(201))) {
      small.record(route, 500, MILLI, ANSWERED);
    }
    assertThat(metric(small, "error_rate_requests", "GET /a")).isEqualTo(1);
    assertThat(metric(small, "error_rate_requests", "other")).isEqualTo(3);
    assertThat(metric(small, "http_errors_routes_overflow_total", "")).isEqualTo(3);
    assertThat(errorRatio(small)).isEqualTo(1);
  }

  @Test
  void requests_leaveTheWindowAfterFiveMinutes_andCountersStay() {
    recorder.record("GET /a", 500, 3_000 * MILLI, ANSWERED);
    clock.pass(Duration.ofSeconds(289));
    assertThat(signal(HoldwallMetrics.HTTP_LATENCY_P95).samples()).isEqualTo(1);
    clock.pass(Duration.ofSeconds(11));
    assertThat(signal(HoldwallMetrics.HTTP_ERROR_RATIO)).isEqualTo(new Signal(0, 0));
    assertThat(signal(HoldwallMetrics.HTTP_LATENCY_P95)).isEqualTo(new Signal(0, 0));
    assertThat(signal(HoldwallMetrics.HTTP_SERVER_ERRORS)).isEqualTo(new Signal(1, 1));
    assertThat(metric(recorder, "error_rate", "GET /a")).isNaN();
  }

  @Test
  void counters_areKnownForThePast_sinceTheStart_andRatiosForNowOnly() {
    clock.pass(Duration.ofMinutes(10));
    recorder.record("GET /a", 500, MILLI, ANSWERED);
    clock.pass(Duration.ofMinutes(10));
    recorder.record("GET /a", 500, MILLI, ANSWERED);

    assertThat(ago(HoldwallMetrics.HTTP_SERVER_ERRORS, 0)).isEqualTo(2);
    assertThat(ago(HoldwallMetrics.HTTP_SERVER_ERRORS, 5)).isEqualTo(1);
    assertThat(ago(HoldwallMetrics.HTTP_SERVER_ERRORS, 15)).isZero();
    assertThat(ago(HoldwallMetrics.HTTP_SERVER_ERRORS, 21)).isNaN();
    assertThat(ago(HoldwallMetrics.HTTP_ERROR_RATIO, 1)).isNaN();
    assertThat(recorder.read("holdwall.ai.error.ratio", clock.instant())).isEmpty();
  }

  private double ago(String metric, int minutes) {
    return recorder
        .read(metric, clock.instant().minus(Duration.ofMinutes(minutes)))
        .map(Signal::value)
        .orElse(Double.NaN);
  }

  @Test
  void outcomeOfAnException_isATimeout_ifItOrACauseIsOne() {
    assertThat(RequestOutcome.of(new TimeoutException())).isEqualTo(TIMED_OUT);
    assertThat(RequestOutcome.of(new RuntimeException(new SocketTimeoutException())))
        .isEqualTo(TIMED_OUT);
    assertThat(RequestOutcome.of(new IllegalStateException("timeout"))).isEqualTo(UNCAUGHT);
  }

  @Test
  void recording_allocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < 20_000; i++) {
      recorder.record("GET /a", i % 100 == 0 ? 500 : 200, i, ANSWERED);
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 100_000; i++) {
      recorder.record("GET /a", i % 100 == 0 ? 500 : 200, i * 1_000L, ANSWERED);
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
  }

  @Test
  void manyThreads_loseNothing() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int n = 0; n < 25_000; n++) {
                  recorder.record("GET /" + n % 8, n % 10 == 0 ? 500 : 200, n, ANSWERED);
                  if (n % 1_000 == 0) {
                    clock.pass(Duration.ofSeconds(1));
                  }
                }
              },
              "recorder-test-" + i);
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(signal(HoldwallMetrics.HTTP_ERROR_RATIO)).isEqualTo(new Signal(0.1, 100_000));
    assertThat(signal(HoldwallMetrics.HTTP_LATENCY_P95).samples()).isEqualTo(100_000);
    assertThat(signal(HoldwallMetrics.HTTP_SERVER_ERRORS).samples()).isEqualTo(10_000);
  }

  @Test
  void badSettings_areNamedWithTheirRule() {
    assertThatThrownBy(() -> builder().routes(0))
        .hasMessage("routes must be between 1 and 1,000, but is 0");
    assertThatThrownBy(() -> builder().objective(1))
        .hasMessage("objective must be in (0, 1), but is 1.0");
    assertThatThrownBy(() -> LatencyProbe.of(recorder, Duration.ZERO))
        .hasMessage("limit must be longer than zero, but is PT0S");
  }

  @Test
  void shorterWindow_shrinksAllWindowsAlike_andIsNamedInTheEvidence() {
    RequestRecorder quick = builder().window(Duration.ofSeconds(6)).objective(0.9).build();
    clock.pass(Duration.ofSeconds(72));
    for (int i = 0; i < 200; i++) {
      quick.record("GET /a", i % 2 == 0 ? 500 : 200, MILLI, ANSWERED);
    }

    assertThat(errorRatio(quick)).isEqualTo(0.5);
    assertThat(quick.read(HoldwallMetrics.HTTP_SERVER_ERRORS, clock.instant().minusSeconds(24)))
        .contains(new Signal(0, 0));
    assertThat(quick.metrics().stream().map(metric -> metric.labels().getOrDefault("long", "")))
        .contains("72s", "432s", "5184s");

    clock.pass(Duration.ofMillis(6_200));
    assertThat(errorRatio(quick)).isZero();
    assertThat(quick.read(HoldwallMetrics.HTTP_SERVER_ERRORS, clock.instant().minusSeconds(6)))
        .contains(new Signal(100, 100));
  }

  @Test
  void windowOutOfRange_isRefusedWithItsLimits() {
    assertThatThrownBy(() -> builder().window(Duration.ofMillis(999)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("window must be between 1 s and 5 minutes, but is PT0.999S");
    assertThatThrownBy(() -> builder().window(Duration.ofMinutes(6)))
        .hasMessage("window must be between 1 s and 5 minutes, but is PT6M");
  }
}
