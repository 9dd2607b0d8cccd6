package com.holdwall.runbook.catalog;

import static com.holdwall.runbook.Role.DISCRIMINATING;
import static com.holdwall.runbook.Role.SUPPORTING;
import static com.holdwall.runbook.catalog.SymptomEntry.anyOf;
import static com.holdwall.runbook.catalog.SymptomEntry.metric;
import static com.holdwall.runbook.catalog.SymptomEntry.probe;

import com.holdwall.runbook.Comparison;
import java.time.Duration;
import java.util.List;

/** How the symptoms of sign-in and AI models are recognised, by default. */
final class ProviderSymptoms {

  private ProviderSymptoms() {}

  static List<SymptomEntry> entries() {
    return List.of(
        new SymptomEntry(
            HoldwallSymptoms.LOGIN_FAILING,
            "Users unable to log in",
            DISCRIMINATING,
            anyOf(
                probe("auth", 2, 3, "SESSION_ENDPOINT_FAILING"),
                metric(
                    HoldwallMetrics.AUTH_LOGIN_SUCCESS_RATIO,
                    Comparison.BELOW,
                    0.95,
                    0.98,
                    "ratio",
                    Duration.ofMinutes(5),
                    20))),
        new SymptomEntry(
            HoldwallSymptoms.OAUTH_CALLBACKS_FAILING,
            "OAuth callbacks failing",
            DISCRIMINATING,
            anyOf(
                probe("auth", 3, 3, "DISCOVERY_FAILING", "JWKS_FAILING", "TOKEN_ENDPOINT_FAILING"),
                metric(
                    HoldwallMetrics.AUTH_CALLBACK_ERROR_RATIO,
                    Comparison.ABOVE,
                    0.05,
                    0.01,
                    "ratio",
                    Duration.ofMinutes(5),
                    10))),
        new SymptomEntry(
            HoldwallSymptoms.SESSION_ERRORS,
            "Session errors",
            SUPPORTING,
            metric(
                HoldwallMetrics.AUTH_SESSION_ERROR_RATIO,
                Comparison.AT_LEAST,
                0.01,
                0.002,
                "ratio",
                Duration.ofMinutes(5),
                10)),
        new SymptomEntry(
            HoldwallSymptoms.AI_CALLS_TIMING_OUT,
            "AI API calls timing out",
            DISCRIMINATING,
            anyOf(
                probe("ai", 3, 3, "UNREACHABLE"),
                metric(
                    HoldwallMetrics.AI_TIMEOUT_RATIO,
                    Comparison.AT_LEAST,
                    0.05,
                    0.01,
                    "ratio",
                    Duration.ofMinutes(5),
                    20))),
        new SymptomEntry(
            HoldwallSymptoms.AI_RESPONSES_SLOW,
            "Slow AI responses",
            SUPPORTING,
            anyOf(
                probe("ai", 3, 3, "SLOW"),
                metric(
                    HoldwallMetrics.AI_LATENCY_P95,
                    Comparison.ABOVE,
                    10,
                    8,
                    "s",
                    Duration.ofMinutes(5),
                    20),
                metric(
                    HoldwallMetrics.AI_FIRST_TOKEN_P95,
                    Comparison.ABOVE,
                    3,
                    2.4,
                    "s",
                    Duration.ofMinutes(5),
                    20))),
        new SymptomEntry(
            HoldwallSymptoms.AI_PROVIDER_ERRORS,
            "Model provider errors",
            DISCRIMINATING,
            anyOf(
                probe(
                    "ai",
                    3,
                    3,
                    "REFUSED",
                    "REJECTED",
                    "RATE_LIMITED",
                    "PROVIDER_FAILING",
                    "UNREACHABLE"),
                metric(
                    HoldwallMetrics.AI_ERROR_RATIO,
                    Comparison.AT_LEAST,
                    0.05,
                    0.01,
                    "ratio",
                    Duration.ofMinutes(5),
                    10))));
  }
}
