package com.holdwall.probes.ai;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.contract.PassiveSymptoms;
import com.holdwall.probes.http.Authoriser;
import com.holdwall.probes.http.FakeRequest;
import com.holdwall.probes.http.HealthApi;
import com.holdwall.probes.http.HealthRequest;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.SymptomId;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import com.holdwall.runbook.catalog.HoldwallSymptoms;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service's own calls raise the three symptoms of the AI runbook, without any request. */
class PassiveSymptomsTest {

  private static final long SECOND = 1_000_000_000L;

  private final ModelCallStatistics statistics = ModelCallStatistics.create();
  private final ModelCalls calls = statistics.model("openai", "gpt-4o");
  private PassiveSymptoms passive;

  @BeforeEach
  void start() {
    passive =
        PassiveSymptoms.of(
            "ai", HoldwallRunbooks.AI_MODEL_TIMEOUTS, AiFinding.values(), statistics);
  }

  @AfterEach
  void stop() {
    passive.close();
  }

  private Observation seen(SymptomId symptom) {
    return passive.seen(symptom);
  }

  private void record(CallOutcome outcome, int times, long nanos) {
    for (int i = 0; i < times; i++) {
      calls.ended(outcome, nanos);
    }
  }

  @Test
  void withoutEnoughCalls_nothingIsSaid() {
    record(CallOutcome.TIMEOUT, 19, 30 * SECOND);
    assertThat(seen(HoldwallSymptoms.AI_CALLS_TIMING_OUT))
        .isInstanceOf(Observation.NotEvaluable.class);
  }

  @Test
  void healthyCalls_raiseNone() {
    record(CallOutcome.SUCCESS, 100, SECOND);
    assertThat(seen(HoldwallSymptoms.AI_CALLS_TIMING_OUT))
        .isInstanceOf(Observation.NotObserved.class);
    assertThat(seen(HoldwallSymptoms.AI_RESPONSES_SLOW))
        .isNotInstanceOf(Observation.Observed.class);
    assertThat(seen(HoldwallSymptoms.AI_PROVIDER_ERRORS))
        .isNotInstanceOf(Observation.Observed.class);
  }

  @Test
  void oneTimeoutInTwenty_isObservedAsTimingOut_andNamesTheRunbook() {
    record(CallOutcome.SUCCESS, 19, SECOND);
    record(CallOutcome.TIMEOUT, 1, 30 * SECOND);
    Observation observation = seen(HoldwallSymptoms.AI_CALLS_TIMING_OUT);
    assertThat(observation).isInstanceOf(Observation.Observed.class);
    assertThat(((Observation.Observed) observation).evidence().samples()).isEqualTo(20);
    assertThat(passive.registry().diagnose().ranked().get(0).runbook().id())
        .isEqualTo(HoldwallRunbooks.AI_MODEL_TIMEOUTS);
  }

  @Test
  void answersOfElevenSeconds_areObservedAsSlow() {
    record(CallOutcome.SUCCESS, 20, 11 * SECOND);
    assertThat(seen(HoldwallSymptoms.AI_RESPONSES_SLOW)).isInstanceOf(Observation.Observed.class);
  }

  @Test
  void firstTokensAfterFourSeconds_areObservedAsSlow() {
    for (int i = 0; i < 20; i++) {
      calls.firstToken(4 * SECOND);
    }
    assertThat(seen(HoldwallSymptoms.AI_RESPONSES_SLOW)).isInstanceOf(Observation.Observed.class);
  }

  @Test
  void callsThatAreLimitedOrFail_areObservedAsProviderErrors() {
    record(CallOutcome.SUCCESS, 18, SECOND);
    record(CallOutcome.RATE_LIMITED, 1, SECOND);
    record(CallOutcome.SERVER_ERROR, 1, SECOND);
    assertThat(seen(HoldwallSymptoms.AI_PROVIDER_ERRORS)).isInstanceOf(Observation.Observed.class);
  }

  @Test
  void filterThatTheRunbookNames_givesTheseMeters() {
    record(CallOutcome.TIMEOUT, 1, 30 * SECOND);
    HealthApi api =
        HealthApi.builder(passive.registry())
            .authoriser(Authoriser.bearer("a-token-of-enough-letters"))
            .metrics(statistics)
            .build();
    HealthRequest request =
        new FakeRequest(
            "GET",
            "/api/metrics",
            "filter=ai_model_timeout",
            Map.of("authorization", "Bearer a-token-of-enough-letters"),
            InputStream.nullInputStream());
    String body = api.handle(request).body();
    assertThat(body)
        .contains("ai_model_timeout_ratio{model=\"gpt-4o\",provider=\"openai\"} 1")
        .contains("ai_model_latency_p95_seconds{model=\"gpt-4o\",provider=\"openai\"}")
        .contains("holdwall_ai_timeout_ratio{runbook=\"ai-model-timeouts\"} 1")
        .contains("holdwall_ai_timeout_ratio_samples{runbook=\"ai-model-timeouts\"} 1")
        .doesNotContain("system_health_status");
  }
}
