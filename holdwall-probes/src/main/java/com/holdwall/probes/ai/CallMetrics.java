package com.holdwall.probes.ai;

import com.holdwall.probes.metric.Metric;
import com.holdwall.probes.window.TimeDistribution;
import com.holdwall.runbook.catalog.HoldwallMetrics;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import com.holdwall.runbook.evaluation.SignalReader;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The statistics as numbers with names: what {@code ?filter=ai_model_timeout} gives. */
final class CallMetrics {

  /** The names of the generated Prometheus rules, and what each is. */
  private static final Map<String, String> SIGNALS =
      new TreeMap<>(
          Map.of(
              HoldwallMetrics.AI_TIMEOUT_RATIO, "AI calls that timed out, of all in the window.",
              HoldwallMetrics.AI_ERROR_RATIO,
                  "AI calls that providers limited or failed, of all in the window.",
              HoldwallMetrics.AI_LATENCY_P95,
                  "95th percentile of the time of an AI call in the window, in seconds.",
              HoldwallMetrics.AI_FIRST_TOKEN_P95,
                  "95th percentile of the time to the first token in the window, in seconds."));

  private CallMetrics() {}

  static void signals(List<Metric> all, SignalReader reader, Instant now) {
    Map<String, String> runbook = Map.of("runbook", HoldwallRunbooks.AI_MODEL_TIMEOUTS.toString());
    SIGNALS.forEach(
        (metric, help) ->
            reader
                .read(metric, now)
                .ifPresent(
                    signal -> {
                      String name = metric.replace('.', '_');
                      double value = signal.samples() == 0 ? Double.NaN : signal.value();
                      all.add(Metric.gauge(name, help, runbook, value));
                      all.add(
                          Metric.gauge(
                              name + "_samples",
                              "AI calls that " + name + " rests on.",
                              runbook,
                              (double) signal.samples()));
                    }));
  }

  static void model(List<Metric> all, ModelCalls calls) {
    Map<String, String> labels = Map.of("provider", calls.provider(), "model", calls.model());
    CallOutcomes outcomes = calls.window().outcomes();
    boolean none = outcomes.all() == 0;
    gauge(all, "ai_model_timeout_ratio", labels, none ? Double.NaN : outcomes.timeoutRatio());
    gauge(all, "ai_model_error_ratio", labels, none ? Double.NaN : outcomes.errorRatio());
    gauge(all, "ai_model_window_calls", labels, (double) outcomes.all());
    gauge(all, "ai_model_latency_p95_seconds", labels, p95(calls.window().latency()));
    gauge(all, "ai_model_first_token_p95_seconds", labels, p95(calls.window().firstToken()));
    for (CallOutcome outcome : CallOutcome.values()) {
      Map<String, String> more = new TreeMap<>(labels);
      more.put("outcome", outcome.name().toLowerCase(Locale.ROOT));
      counter(all, "ai_model_calls_total", more, calls.total(outcome));
    }
    counter(all, "ai_model_tokens_total", with(labels, "input"), calls.inputTokens());
    counter(all, "ai_model_tokens_total", with(labels, "output"), calls.outputTokens());
  }

  static Metric overflow(long lookups) {
    return Metric.counter(
        "ai_model_overflow_total",
        "Calls of models beyond the limit, counted as other.",
        Map.of(),
        (double) lookups);
  }

  private static Map<String, String> with(Map<String, String> labels, String direction) {
    Map<String, String> more = new TreeMap<>(labels);
    more.put("direction", direction);
    return more;
  }

  private static double p95(TimeDistribution times) {
    return times.quantile(0.95);
  }

  private static void gauge(
      List<Metric> all, String name, Map<String, String> labels, double value) {
    all.add(Metric.gauge(name, help(name), labels, value));
  }

  private static void counter(
      List<Metric> all, String name, Map<String, String> labels, long value) {
    all.add(Metric.counter(name, help(name), labels, (double) value));
  }

  private static String help(String name) {
    return switch (name) {
      case "ai_model_timeout_ratio" -> "Calls of a model that timed out, of all in the window.";
      case "ai_model_error_ratio" ->
          "Calls of a model that its provider limited or failed, of all in the window.";
      case "ai_model_window_calls" -> "Calls of a model that ended within the window.";
      case "ai_model_latency_p95_seconds" -> "95th percentile of the time of a call.";
      case "ai_model_first_token_p95_seconds" -> "95th percentile of the time to the first token.";
      case "ai_model_calls_total" -> "Calls of a model, by how they ended.";
      default -> "Tokens of prompts and answers, as providers count them.";
    };
  }
}
