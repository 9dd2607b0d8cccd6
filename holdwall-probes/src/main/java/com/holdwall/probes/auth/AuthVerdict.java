package com.holdwall.probes.auth;

import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.Reading;
import com.holdwall.runbook.Section;
import com.holdwall.runbook.Status;
import com.holdwall.runbook.StepId;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import com.holdwall.runbook.diagnosis.StepResult;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The result of a check: health, one sentence, and the runbook's three steps. Stateless. */
final class AuthVerdict {

  private AuthVerdict() {}

  static ProbeResult of(List<Look> looks, AuthProbeBuilder settings, Instant at) {
    List<Reading> readings = AuthReadings.of(looks, settings);
    String words = lines(looks);
    List<StepResult> steps =
        List.of(
            session(looks, at), outcomes(settings.statistics, at), providers(looks, settings, at));
    return new ProbeResult(status(readings), words, readings, steps);
  }

  private static String lines(List<Look> looks) {
    return looks.stream().map(Look::line).collect(Collectors.joining("; "));
  }

  private static Status status(List<Reading> readings) {
    Status worst = Status.UNKNOWN;
    for (Reading reading : readings) {
      AuthFinding finding = AuthFinding.valueOf(reading.finding());
      if (reading instanceof Reading.Present) {
        return finding.status();
      }
      if (reading instanceof Reading.Absent) {
        worst = Status.UP;
      }
    }
    return worst;
  }

  private static StepResult session(List<Look> looks, Instant at) {
    return looks.stream()
        .filter(AuthVerdict::isSession)
        .findFirst()
        .map(look -> step(1, StepResult.Outcome.DONE, look.line(), at))
        .orElseGet(() -> step(1, StepResult.Outcome.FAILED, "no session endpoint was asked", at));
  }

  private static boolean isSession(Look look) {
    AuthFinding finding = AuthFinding.SESSION_ENDPOINT_FAILING;
    return look.found(finding).isPresent()
        || look.absent(finding).isPresent()
        || look.unknown(finding).isPresent();
  }

  /** The logs themselves are elsewhere; what the service recorded of its logins is here. */
  private static StepResult outcomes(@Nullable AuthStatistics statistics, Instant at) {
    return statistics == null
        ? step(2, StepResult.Outcome.FAILED, "the service records no logins", at)
        : step(2, StepResult.Outcome.DONE, statistics.words(), at);
  }

  private static StepResult providers(List<Look> looks, AuthProbeBuilder settings, Instant at) {
    if (settings.providers.isEmpty()) {
      return step(3, StepResult.Outcome.FAILED, "no provider is configured", at);
    }
    List<Look> asked = looks.stream().filter(look -> !isSession(look)).toList();
    return asked.isEmpty()
        ? step(3, StepResult.Outcome.FAILED, "no provider was asked", at)
        : step(3, StepResult.Outcome.DONE, lines(asked), at);
  }

  private static StepResult step(int number, StepResult.Outcome outcome, String words, Instant at) {
    StepId id = new StepId(HoldwallRunbooks.AUTHENTICATION_FAILURES, Section.DIAGNOSIS, number);
    return new StepResult(id, outcome, words, at);
  }
}
