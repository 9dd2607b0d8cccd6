package com.holdwall.probes.ai;

import com.holdwall.probes.Reading;
import com.holdwall.runbook.Comparison;
import com.holdwall.runbook.Evidence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts what is known of all providers into readings, the gravest finding first. Stateless. */
final class AiReadings {

  private static final String SOURCE = "probe ai";

  private AiReadings() {}

  static List<Reading> of(List<ProviderState> states, Duration slowAfter) {
    List<Reading> readings = new ArrayList<>();
    for (AiFinding finding : AiFinding.values()) {
      readings.add(finding == AiFinding.SLOW ? slow(states, slowAfter) : found(finding, states));
    }
    return readings;
  }

  private static Reading found(AiFinding finding, List<ProviderState> states) {
    List<ProviderState> with =
        states.stream().filter(state -> state.finding().equals(Optional.of(finding))).toList();
    List<ProviderState> unknown = states.stream().filter(state -> !state.known()).toList();
    if (with.isEmpty() && !unknown.isEmpty()) {
      return new Reading.Unknown(finding.name(), lines(unknown));
    }
    String detail =
        with.stream().map(state -> state.line() + limits(state)).collect(Collectors.joining("; "));
    Evidence evidence =
        new Evidence(
            "providers found " + finding,
            with.size(),
            Comparison.AT_LEAST,
            1,
            "providers",
            Duration.ZERO,
            states.size() - unknown.size(),
            SOURCE,
            detail);
    return Reading.of(finding.name(), evidence);
  }

  private static Reading slow(List<ProviderState> states, Duration slowAfter) {
    List<ProviderState> answered = states.stream().filter(s -> s.took().isPresent()).toList();
    boolean noneSlow = answered.stream().noneMatch(s -> slow(s, slowAfter));
    if (answered.isEmpty() || (noneSlow && answered.size() < states.size())) {
      List<ProviderState> rest = states.stream().filter(s -> s.took().isEmpty()).toList();
      return new Reading.Unknown(
          AiFinding.SLOW.name(), "no free check was answered: " + lines(rest));
    }
    ProviderState slowest =
        answered.stream()
            .max((a, b) -> a.took().orElseThrow().compareTo(b.took().orElseThrow()))
            .orElseThrow();
    Evidence evidence =
        new Evidence(
            "time of the slowest provider's answer",
            slowest.took().orElseThrow().toNanos() / 1e6,
            Comparison.ABOVE,
            slowAfter.toNanos() / 1e6,
            "ms",
            Duration.ZERO,
            answered.size(),
            SOURCE,
            slowest.line());
    return Reading.of(AiFinding.SLOW.name(), evidence);
  }

  private static boolean slow(ProviderState state, Duration slowAfter) {
    return state.took().orElseThrow().compareTo(slowAfter) > 0;
  }

  static String lines(List<ProviderState> states) {
    return states.stream().map(ProviderState::line).collect(Collectors.joining("; "));
  }

  static String limits(ProviderState state) {
    return state.limits().isEmpty() ? "" : " (" + RateLimits.words(state.limits()) + ")";
  }
}
