package com.holdwall.probes.ai;

import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.window.TimeDistribution;
import com.holdwall.runbook.Section;
import com.holdwall.runbook.Status;
import com.holdwall.runbook.StepId;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import com.holdwall.runbook.diagnosis.StepResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The result of a check: health, one sentence, and the runbook's three steps. Stateless. */
final class AiVerdict {

  private AiVerdict() {}

  static ProbeResult of(
      List<ProviderState> states,
      Duration slowAfter,
      @Nullable ModelCallStatistics statistics,
      Instant at) {
    String words = AiReadings.lines(states);
    List<StepResult> steps =
        List.of(
            calls(statistics, at), step(2, StepResult.Outcome.DONE, words, at), limits(states, at));
    return new ProbeResult(status(states), words, AiReadings.of(states, slowAfter), steps);
  }

  /** One of several is down: the service can use another. All are: it has none. */
  static Status status(List<ProviderState> states) {
    if (states.stream().allMatch(ProviderState::down)) {
      return Status.DOWN;
    }
    if (states.stream().anyMatch(state -> state.finding().isPresent())) {
      return Status.DEGRADED;
    }
    return states.stream().anyMatch(ProviderState::known) ? Status.UP : Status.UNKNOWN;
  }

  private static StepResult calls(@Nullable ModelCallStatistics statistics, Instant at) {
    if (statistics == null) {
      return step(1, StepResult.Outcome.FAILED, "the service records no calls of models", at);
    }
    CallOutcomes calls = statistics.total().outcomes();
    TimeDistribution latency = statistics.total().latency();
    String time =
        latency.samples() == 0
            ? ""
            : String.format(Locale.ROOT, ", p95 %.1f s", latency.quantile(0.95));
    String words =
        String.format(
            Locale.ROOT,
            "%d calls in the last %d s: %.1f %% timed out, %.1f %% failed or limited%s",
            calls.all(),
            statistics.clock().length().toSeconds(),
            100 * calls.timeoutRatio(),
            100 * calls.errorRatio(),
            time);
    return step(1, StepResult.Outcome.DONE, words, at);
  }

  private static StepResult limits(List<ProviderState> states, Instant at) {
    String words =
        states.stream()
            .filter(state -> !state.limits().isEmpty())
            .map(state -> state.provider() + AiReadings.limits(state))
            .collect(Collectors.joining("; "));
    return words.isEmpty()
        ? step(3, StepResult.Outcome.FAILED, "no answer with rate-limit headers was seen", at)
        : step(3, StepResult.Outcome.DONE, words, at);
  }

  private static StepResult step(int number, StepResult.Outcome outcome, String words, Instant at) {
    StepId id = new StepId(HoldwallRunbooks.AI_MODEL_TIMEOUTS, Section.DIAGNOSIS, number);
    return new StepResult(id, outcome, words, at);
  }
}
