package com.holdwall.probes.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.http.Authoriser;
import com.holdwall.probes.http.FakeRequest;
import com.holdwall.probes.http.HealthApi;
import com.holdwall.probes.http.HealthResponse;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.Status;
import com.holdwall.runbook.SymptomId;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import com.holdwall.runbook.catalog.HoldwallSymptoms;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The six symptoms of errors and latency: four by traffic, two by a person's report. */
class TrafficSymptomsTest {

  private static final String TOKEN = "a-token-of-enough-letters";
  private static final long MILLI = 1_000_000;

  private final AtomicLong ahead = new AtomicLong();
  private final RequestRecorder recorder =
      RequestRecorder.builder()
          .time(() -> System.nanoTime() + ahead.get(), Clock.systemUTC())
          .build();
  private final ProbeRegistry registry =
      ProbeRegistry.builder()
          .register(ErrorRateProbe.of(recorder))
          .register(LatencyProbe.of(recorder))
          .signals((metric, at) -> java.util.Optional.empty())
          .signals(recorder)
          .build()
          .start();
  private final HealthApi api =
      HealthApi.builder(registry).authoriser(Authoriser.bearer(TOKEN)).metrics(recorder).build();

  @AfterEach
  void stop() {
    registry.close();
  }

  private Observation seen(SymptomId symptom) {
    // The first joins a check that may have begun before the requests; the second begins after.
    registry.checkAll(Duration.ofSeconds(30));
    registry.checkAll(Duration.ofSeconds(30));
    return registry.health().observations().stream()
        .filter(observation -> observation.symptom().equals(symptom))
        .findFirst()
        .orElseThrow();
  }

  private RunbookId first() {
    return registry.diagnose().ranked().get(0).runbook().id();
  }

  private void requests(int count, int status, long millis, RequestOutcome outcome) {
    for (int i = 0; i < count; i++) {
      recorder.record("GET /claims", status, millis * MILLI, outcome);
    }
  }

  private HealthResponse post(String path, String json) {
    return api.handle(
        new FakeRequest(
            "POST",
            path,
            "",
            Map.of("authorization", "Bearer " + TOKEN, "content-type", "application/json"),
            new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))));
  }

  private String get(String query) {
    return api.handle(
            new FakeRequest(
                "GET",
                "/api/metrics",
                query,
                Map.of("authorization", "Bearer " + TOKEN),
                InputStream.nullInputStream()))
        .body();
  }

  @Test
  void twoPercentOfServerErrors_areAnErrorRate_andNameTheRunbook() {
    requests(98, 200, 20, RequestOutcome.ANSWERED);
    requests(2, 500, 20, RequestOutcome.ANSWERED);
    assertThat(seen(HoldwallSymptoms.ERROR_RATE_HIGH)).isInstanceOf(Observation.Observed.class);
    assertThat(first()).isEqualTo(HoldwallRunbooks.HIGH_ERROR_RATES);
    assertThat(registry.health("error-rate").status()).isEqualTo(Status.DEGRADED);
    assertThat(registry.health("error-rate").summary())
        .startsWith("errors of all answers: 0.0200 ratio, limit 0.0");
    assertThat(registry.health("latency").status()).isEqualTo(Status.UP);
  }

  @Test
  void fewRequests_areNoErrorRate_howeverManyFail_andTheServiceIsUp() {
    requests(99, 500, 20, RequestOutcome.ANSWERED);
    assertThat(seen(HoldwallSymptoms.ERROR_RATE_HIGH)).isInstanceOf(Observation.NotEvaluable.class);
    assertThat(registry.health("error-rate").status()).isEqualTo(Status.UP);
    assertThat(registry.health("error-rate").summary())
        .isEqualTo("nothing to judge: 99 errors of 99 requests in 5 minutes");
  }

  @Test
  void fiveHundredsAtTwiceTheRateOfTheHour_areIncreasing_andUnknownBeforeAnHour() {
    requests(10, 500, 20, RequestOutcome.ANSWERED);
    assertThat(seen(HoldwallSymptoms.SERVER_ERRORS_INCREASING))
        .isInstanceOf(Observation.NotEvaluable.class);
    ahead.set(Duration.ofMinutes(61).toNanos());
    requests(20, 503, 20, RequestOutcome.ANSWERED);
    assertThat(seen(HoldwallSymptoms.SERVER_ERRORS_INCREASING))
        .isInstanceOf(Observation.Observed.class);
  }

  @Test
  void timeoutsAtTwiceTheRateOfTheHour_areIncreasing() {
    ahead.set(Duration.ofMinutes(61).toNanos());
    requests(20, 200, 20, RequestOutcome.TIMED_OUT);
    assertThat(seen(HoldwallSymptoms.TIMEOUTS_INCREASING)).isInstanceOf(Observation.Observed.class);
    assertThat(seen(HoldwallSymptoms.SERVER_ERRORS_INCREASING))
        .isInstanceOf(Observation.NotObserved.class);
  }

  @Test
  void sixInAHundredAboveHalfASecond_areAHighP95_andNameTheRunbook() {
    requests(94, 200, 20, RequestOutcome.ANSWERED);
    requests(6, 200, 700, RequestOutcome.ANSWERED);
    assertThat(seen(HoldwallSymptoms.P95_LATENCY_HIGH)).isInstanceOf(Observation.Observed.class);
    assertThat(first()).isEqualTo(HoldwallRunbooks.SLOW_API_RESPONSES);
    assertThat(registry.health("latency").finding()).contains("P95_HIGH");
  }

  @Test
  void usersComplaints_comeThroughTheOperatorReport_andGoTheSameWay() {
    for (SymptomId symptom :
        new SymptomId[] {HoldwallSymptoms.FAILURES_REPORTED, HoldwallSymptoms.SLOWNESS_REPORTED}) {
      assertThat(seen(symptom)).isInstanceOf(Observation.NotEvaluable.class);
      String report = "{\"symptom\": \"" + symptom + "\", \"reporter\": \"support\"%s}";
      assertThat(post("/api/symptoms", report.formatted("")).status()).isEqualTo(202);
      assertThat(seen(symptom)).isInstanceOf(Observation.Observed.class);
      post("/api/symptoms", report.formatted(", \"state\": \"cleared\""));
      assertThat(seen(symptom)).isInstanceOf(Observation.NotObserved.class);
    }
  }

  @Test
  void oneBadRouteAmongMany_isNamed_thoughTheWholeIsWell() {
    for (int i = 0; i < 200; i++) {
      requests(100, 200, 20, RequestOutcome.ANSWERED);
      recorder.record("POST /claims", i % 4 == 0 ? 500 : 200, 900 * MILLI, RequestOutcome.ANSWERED);
    }
    registry.checkAll(Duration.ofSeconds(30));
    registry.checkAll(Duration.ofSeconds(30));
    assertThat(registry.health("error-rate").finding()).contains("ROUTE_FAILING");
    assertThat(registry.health("error-rate").summary()).endsWith("(POST /claims)");
    assertThat(registry.health("latency").finding()).contains("ROUTE_SLOW");
    assertThat(registry.health("latency").summary()).endsWith("(POST /claims)");
  }

  @Test
  void filtersThatTheRunbooksName_giveTheseMeters() {
    requests(99, 200, 20, RequestOutcome.ANSWERED);
    requests(1, 500, 20, RequestOutcome.ANSWERED);
    assertThat(get("filter=error_rate"))
        .contains("error_rate{route=\"GET /claims\"} 0.01")
        .contains("holdwall_http_error_ratio{runbook=\"high-error-rates\"} 0.01")
        .contains("holdwall_http_error_ratio_samples{runbook=\"high-error-rates\"} 100")
        .contains("holdwall_http_server_errors_total{runbook=\"high-error-rates\"} 1")
        .contains("error_rate_burn{long=\"1h\",short=\"5m\"} NaN")
        .doesNotContain("p95_latency_seconds");
    assertThat(get("filter=p95_latency"))
        .contains("p95_latency_seconds{route=\"GET /claims\"} 0.02")
        .contains("holdwall_http_latency_p95{runbook=\"slow-api-responses\"} 0.02")
        .contains("holdwall_http_timeouts_total{runbook=\"slow-api-responses\"} 0")
        .doesNotContain("error_rate{");
  }
}
