package com.holdwall.probes.ai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.holdwall.probes.ManualClock;
import com.holdwall.probes.metric.Metric;
import com.holdwall.runbook.catalog.HoldwallMetrics;
import com.holdwall.runbook.evaluation.SignalReader.Signal;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ModelCallStatisticsTest {

  private static final long SECOND = 1_000_000_000L;

  private final ManualClock clock = new ManualClock();
  private final ModelCallStatistics statistics =
      ModelCallStatistics.of(Duration.ofMinutes(5), 4, clock::nanoTime, clock);

  private Signal signal(String metric) {
    return statistics.read(metric, clock.instant()).orElseThrow();
  }

  private void record(String provider, CallOutcome outcome, int times, long nanos) {
    for (int i = 0; i < times; i++) {
      statistics.model(provider, "m").ended(outcome, nanos);
    }
  }

  private Map<String, Double> metricsOf(String provider) {
    return statistics.metrics().stream()
        .filter(metric -> provider.equals(metric.labels().get("provider")))
        .filter(metric -> metric.kind() == Metric.Kind.GAUGE)
        .collect(java.util.stream.Collectors.toMap(Metric::name, Metric::value));
  }

  @Test
  void ratios_areOfAllCalls_andErrorsAreWhatTheProviderDid() {
    record("openai", CallOutcome.SUCCESS, 90, SECOND);
    record("openai", CallOutcome.TIMEOUT, 4, 30 * SECOND);
    record("anthropic", CallOutcome.RATE_LIMITED, 2, 1);
    record("anthropic", CallOutcome.SERVER_ERROR, 1, 1);
    record("anthropic", CallOutcome.REJECTED, 1, 1);
    record("anthropic", CallOutcome.CALLER_ERROR, 2, 1);
    assertThat(signal(HoldwallMetrics.AI_TIMEOUT_RATIO)).isEqualTo(new Signal(0.04, 100));
    assertThat(signal(HoldwallMetrics.AI_ERROR_RATIO)).isEqualTo(new Signal(0.03, 100));
    assertThat(metricsOf("anthropic"))
        .containsEntry("ai_model_window_calls", 6.0)
        .containsEntry("ai_model_error_ratio", 0.5)
        .containsEntry("ai_model_timeout_ratio", 0.0);
  }

  @Test
  void latency_isOfAnswersAndTimeouts_sinceQuickRefusalsWouldHideIt() {
    record("openai", CallOutcome.SUCCESS, 10, 20 * SECOND);
    record("openai", CallOutcome.RATE_LIMITED, 1_000, 1);
    Signal p95 = signal(HoldwallMetrics.AI_LATENCY_P95);
    assertThat(p95.samples()).isEqualTo(10);
    assertThat(p95.value()).isCloseTo(20, within(0.4));
  }

  @Test
  void withoutACall_thereAreNoSamples_andTheMetricsHaveNoNumber() {
    assertThat(signal(HoldwallMetrics.AI_TIMEOUT_RATIO).samples()).isZero();
    assertThat(signal(HoldwallMetrics.AI_FIRST_TOKEN_P95)).isEqualTo(new Signal(0, 0));
    assertThat(statistics.metrics())
        .filteredOn(metric -> metric.name().equals("holdwall_ai_latency_p95"))
        .singleElement()
        .satisfies(metric -> assertThat(metric.value()).isNaN());
  }

  @Test
  void calls_leaveTheWindowAfterFiveMinutes_theTotalsStay() {
    record("openai", CallOutcome.TIMEOUT, 20, SECOND);
    statistics.model("openai", "m").firstToken(2 * SECOND);
    clock.pass(Duration.ofMinutes(5).minusSeconds(11));
    assertThat(signal(HoldwallMetrics.AI_TIMEOUT_RATIO)).isEqualTo(new Signal(1, 20));
    assertThat(signal(HoldwallMetrics.AI_FIRST_TOKEN_P95).samples()).isEqualTo(1);
    clock.pass(Duration.ofSeconds(11));
    assertThat(signal(HoldwallMetrics.AI_TIMEOUT_RATIO)).isEqualTo(new Signal(0, 0));
    assertThat(signal(HoldwallMetrics.AI_FIRST_TOKEN_P95).samples()).isZero();
    assertThat(statistics.metrics())
        .filteredOn(metric -> "timeout".equals(metric.labels().get("outcome")))
        .singleElement()
        .satisfies(metric -> assertThat(metric.value()).isEqualTo(20));
  }

  @Test
  void modelsBeyondTheLimit_andOddNames_areCountedAsOther() {
    IntStream.range(0, 50)
        .forEach(i -> statistics.model("openai", "m" + i).ended(CallOutcome.SUCCESS, SECOND));
    statistics.model(" ", "m").ended(CallOutcome.SUCCESS, SECOND);
    statistics.model("openai", "x".repeat(101)).ended(CallOutcome.SUCCESS, SECOND);
    assertThat(metricsOf("other")).containsEntry("ai_model_window_calls", 48.0);
    assertThat(statistics.metrics())
        .filteredOn(metric -> metric.name().equals("ai_model_overflow_total"))
        .singleElement()
        .satisfies(metric -> assertThat(metric.value()).isEqualTo(48));
    assertThat(signal(HoldwallMetrics.AI_ERROR_RATIO).samples()).isEqualTo(52);
  }

  @Test
  void thePast_andOtherMetrics_areNotKnown() {
    Instant past = clock.instant().minusSeconds(11);
    assertThat(statistics.read(HoldwallMetrics.AI_ERROR_RATIO, past)).isEmpty();
    assertThat(statistics.read(HoldwallMetrics.HTTP_ERROR_RATIO, clock.instant()))
        .isEqualTo(Optional.empty());
  }

  @Test
  void tokens_areSummedUp_byDirection() {
    statistics.model("openai", "m").tokens(100, 20);
    statistics.model("openai", "m").tokens(-1, 5);
    List<Metric> tokens =
        statistics.metrics().stream()
            .filter(metric -> metric.name().equals("ai_model_tokens_total"))
            .toList();
    assertThat(tokens).extracting(Metric::value).containsExactly(100.0, 25.0);
  }

  @Test
  void recordingACall_allocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    record("openai", CallOutcome.SUCCESS, 20_000, SECOND);
    long before = threads.getCurrentThreadAllocatedBytes();
    record("openai", CallOutcome.SUCCESS, 100_000, SECOND);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
  }

  @Test
  void statusCodes_meanTheirOutcome() {
    assertThat(CallOutcome.ofStatus(200)).isEqualTo(CallOutcome.SUCCESS);
    assertThat(CallOutcome.ofStatus(401)).isEqualTo(CallOutcome.REJECTED);
    assertThat(CallOutcome.ofStatus(404)).isEqualTo(CallOutcome.REJECTED);
    assertThat(CallOutcome.ofStatus(408)).isEqualTo(CallOutcome.TIMEOUT);
    assertThat(CallOutcome.ofStatus(422)).isEqualTo(CallOutcome.CALLER_ERROR);
    assertThat(CallOutcome.ofStatus(429)).isEqualTo(CallOutcome.RATE_LIMITED);
    assertThat(CallOutcome.ofStatus(529)).isEqualTo(CallOutcome.SERVER_ERROR);
    assertThat(CallOutcome.ofStatus(302)).isEqualTo(CallOutcome.SERVER_ERROR);
    assertThatThrownBy(() -> CallOutcome.ofStatus(42))
        .hasMessage("status must be between 100 and 599, but is 42");
  }
}
