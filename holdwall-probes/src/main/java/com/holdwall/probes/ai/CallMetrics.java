package com.holdwall.probes.ai;

import com.holdwall.probes.metric.Metric;
import com.holdwall.probes.metric.MetricFamily;
import com.holdwall.probes.metric.SignalFamily;
import com.holdwall.probes.window.TimeDistribution;
import com.holdwall.runbook.catalog.HoldwallMetrics;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import com.holdwall.runbook.evaluation.SignalReader;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The statistics as numbers with names: what {@code ?filter=ai_model_timeout} gives. */
final class CallMetrics {

  private static final SignalFamily TIMEOUTS =
      signal(
          HoldwallMetrics.AI_TIMEOUT_RATIO, "1", "AI calls that timed out, of all in the window.");

  private static final SignalFamily ERRORS =
      signal(
          HoldwallMetrics.AI_ERROR_RATIO,
          "1",
          "AI calls that providers limited or failed, of all in the window.");

  private static final SignalFamily LATENCY =
      signal(
          HoldwallMetrics.AI_LATENCY_P95,
          "seconds",
          "95th percentile of the time of an AI call in the window, in seconds.");

  private static final SignalFamily FIRST_TOKEN =
      signal(
          HoldwallMetrics.AI_FIRST_TOKEN_P95,
          "seconds",
          "95th percentile of the time to the first token in the window, in seconds.");

  private static final Map<String, SignalFamily> SIGNALS =
      Map.of(
          HoldwallMetrics.AI_TIMEOUT_RATIO, TIMEOUTS,
          HoldwallMetrics.AI_ERROR_RATIO, ERRORS,
          HoldwallMetrics.AI_LATENCY_P95, LATENCY,
          HoldwallMetrics.AI_FIRST_TOKEN_P95, FIRST_TOKEN);

  private static final MetricFamily MODEL_TIMEOUTS =
      gauge(
          "ai_model_timeout_ratio", "1", "Calls of a model that timed out, of all in the window.");

  private static final MetricFamily MODEL_ERRORS =
      gauge(
          "ai_model_error_ratio",
          "1",
          "Calls of a model that its provider limited or failed, of all in the window.");

  private static final MetricFamily MODEL_CALLS =
      gauge("ai_model_window_calls", "calls", "Calls of a model that ended within the window.");

  private static final MetricFamily MODEL_LATENCY =
      gauge("ai_model_latency_p95_seconds", "seconds", "95th percentile of the time of a call.");

  private static final MetricFamily MODEL_FIRST_TOKEN =
      gauge(
          "ai_model_first_token_p95_seconds",
          "seconds",
          "95th percentile of the time to the first token.");

  private static final MetricFamily CALLS =
      MetricFamily.counter(
          "ai_model_calls_total",
          "calls",
          "Calls of a model, by how they ended.",
          "provider",
          "model",
          "outcome");

  private static final MetricFamily TOKENS =
      MetricFamily.counter(
          "ai_model_tokens_total",
          "tokens",
          "Tokens of prompts and answers, as providers count them.",
          "provider",
          "model",
          "direction");

  private static final MetricFamily OVERFLOW =
      MetricFamily.counter(
          "ai_model_overflow_total",
          "calls",
          "Calls of models beyond the limit, counted as other.");

  private CallMetrics() {}

  private static SignalFamily signal(String metric, String unit, String help) {
    return SignalFamily.of(metric, unit, help, "AI calls", HoldwallRunbooks.AI_MODEL_TIMEOUTS);
  }

  private static MetricFamily gauge(String name, String unit, String help) {
    return MetricFamily.gauge(name, unit, help, "provider", "model");
  }

  static void signals(List<Metric> all, SignalReader reader, Instant now) {
    SIGNALS.forEach(
        (metric, family) ->
            reader.read(metric, now).ifPresent(signal -> all.addAll(family.of(signal))));
  }

  static void model(List<Metric> all, ModelCalls calls) {
    String provider = calls.provider();
    String model = calls.model();
    CallOutcomes outcomes = calls.window().outcomes();
    boolean none = outcomes.all() == 0;
    double timeouts = none ? Double.NaN : outcomes.timeoutRatio();
    double errors = none ? Double.NaN : outcomes.errorRatio();
    all.add(MODEL_TIMEOUTS.of(timeouts, provider, model));
    all.add(MODEL_ERRORS.of(errors, provider, model));
    all.add(MODEL_CALLS.of((double) outcomes.all(), provider, model));
    all.add(MODEL_LATENCY.of(p95(calls.window().latency()), provider, model));
    all.add(MODEL_FIRST_TOKEN.of(p95(calls.window().firstToken()), provider, model));
    for (CallOutcome outcome : CallOutcome.values()) {
      String ended = outcome.name().toLowerCase(Locale.ROOT);
      all.add(CALLS.of((double) calls.total(outcome), provider, model, ended));
    }
    all.add(TOKENS.of((double) calls.inputTokens(), provider, model, "input"));
    all.add(TOKENS.of((double) calls.outputTokens(), provider, model, "output"));
  }

  static Metric overflow(long lookups) {
    return OVERFLOW.of((double) lookups);
  }

  private static double p95(TimeDistribution times) {
    return times.quantile(0.95);
  }
}
