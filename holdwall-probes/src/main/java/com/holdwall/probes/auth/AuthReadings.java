package com.holdwall.probes.auth;

import static com.holdwall.probes.Readings.measured;

import com.holdwall.probes.Reading;
import com.holdwall.probes.Readings;
import com.holdwall.runbook.Comparison;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts what is known of all targets into readings, the gravest finding first. */
final class AuthReadings {

  private final Readings readings = Readings.of("auth");
  private final List<Look> looks;
  private final AuthProbeBuilder settings;

  private AuthReadings(List<Look> looks, AuthProbeBuilder settings) {
    this.looks = looks;
    this.settings = settings;
  }

  static List<Reading> of(List<Look> looks, AuthProbeBuilder settings) {
    AuthReadings all = new AuthReadings(looks, settings);
    for (AuthFinding finding : AuthFinding.values()) {
      switch (finding) {
        case CLOCK_SKEWED -> all.clock();
        case CERTIFICATE_EXPIRING -> all.certificate();
        case SLOW -> all.slow();
        default -> all.endpoint(finding);
      }
    }
    return all.readings.list();
  }

  /** Found at one target is found; else unknown at one is unknown. */
  private void endpoint(AuthFinding finding) {
    List<Look> found = looks.stream().filter(look -> look.found(finding).isPresent()).toList();
    List<Look> absent = looks.stream().filter(look -> look.absent(finding).isPresent()).toList();
    String unknown =
        looks.stream()
            .filter(look -> look.unknown(finding).isPresent())
            .map(look -> look.target() + ": " + look.unknown(finding).orElseThrow())
            .collect(Collectors.joining("; "));
    if (found.isEmpty() && (absent.isEmpty() || !unknown.isEmpty())) {
      readings.unknown(finding, unknown.isEmpty() ? nobody(finding) : unknown);
      return;
    }
    String detail =
        found.stream()
            .map(look -> look.target() + ": " + look.found(finding).orElseThrow())
            .collect(Collectors.joining("; "));
    readings.add(
        finding,
        measured("endpoints that fail", found.size(), Comparison.AT_LEAST, 1, "endpoints")
            .over(Duration.ZERO, (long) found.size() + absent.size())
            .detail(detail));
  }

  private String nobody(AuthFinding finding) {
    if (finding == AuthFinding.SESSION_ENDPOINT_FAILING) {
      return settings.session == null
          ? "no session endpoint is configured"
          : "the session endpoint was not asked";
    }
    return settings.providers.isEmpty() ? "no provider is configured" : "no provider was asked";
  }

  private void clock() {
    Optional<Look> worst =
        looks.stream()
            .filter(look -> look.skew().isPresent())
            .max(Comparator.comparing(look -> look.skew().orElseThrow().abs()));
    if (worst.isEmpty()) {
      readings.unknown(AuthFinding.CLOCK_SKEWED, "no provider's answer had a date of its own");
      return;
    }
    Duration skew = worst.get().skew().orElseThrow();
    readings.add(
        AuthFinding.CLOCK_SKEWED,
        measured(
                "difference of the clocks",
                seconds(skew.abs()),
                Comparison.ABOVE,
                seconds(settings.skewedAfter),
                "s")
            .detail(
                worst.get().target()
                    + (skew.isZero()
                        ? " is on time"
                        : skew.isNegative() ? " is behind" : " is ahead")));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private void certificate() {
    Optional<Look> first =
        looks.stream()
            .filter(look -> look.certificateEnd().isPresent())
            .min(Comparator.comparing(look -> look.certificateEnd().orElseThrow()));
    if (first.isEmpty()) {
      readings.unknown(AuthFinding.CERTIFICATE_EXPIRING, "no certificate was seen");
      return;
    }
    Instant end = first.get().certificateEnd().orElseThrow();
    double days = Math.max(0, seconds(Duration.between(settings.wall.instant(), end)) / 86_400);
    readings.add(
        AuthFinding.CERTIFICATE_EXPIRING,
        measured(
                "days until a certificate expires",
                days,
                Comparison.BELOW,
                seconds(settings.expiringBefore) / 86_400,
                "days")
            .detail(first.get().target() + ", " + end));
  }

  private void slow() {
    Optional<Look> slowest =
        looks.stream()
            .filter(look -> look.slowest().isPresent())
            .max(Comparator.comparing(look -> look.slowest().orElseThrow()));
    if (slowest.isEmpty()) {
      readings.unknown(AuthFinding.SLOW, "no request was answered");
      return;
    }
    readings.add(
        AuthFinding.SLOW,
        measured(
                "time of the slowest answer",
                slowest.get().slowest().orElseThrow().toNanos() / 1e6,
                Comparison.ABOVE,
                settings.slowAfter.toNanos() / 1e6,
                "ms")
            .detail(slowest.get().target()));
  }
}
