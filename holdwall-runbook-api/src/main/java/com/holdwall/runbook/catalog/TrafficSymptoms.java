package com.holdwall.runbook.catalog;

import static com.holdwall.runbook.Role.DISCRIMINATING;
import static com.holdwall.runbook.Role.SUPPORTING;
import static com.holdwall.runbook.catalog.SymptomEntry.metric;

import com.holdwall.runbook.Comparison;
import com.holdwall.runbook.DetectionCondition;
import java.time.Duration;
import java.util.List;

/** How the symptoms of error rates and latency are recognised, by default. */
final class TrafficSymptoms {

  private TrafficSymptoms() {}

  static List<SymptomEntry> entries() {
    return List.of(
        new SymptomEntry(
            HoldwallSymptoms.ERROR_RATE_HIGH,
            "Error rate > 1%",
            DISCRIMINATING,
            metric(
                HoldwallMetrics.HTTP_ERROR_RATIO,
                Comparison.ABOVE,
                0.01,
                0.005,
                "ratio",
                Duration.ofMinutes(5),
                100)),
        new SymptomEntry(
            HoldwallSymptoms.SERVER_ERRORS_INCREASING,
            "5xx status codes increasing",
            SUPPORTING,
            new DetectionCondition.MetricTrend(
                HoldwallMetrics.HTTP_SERVER_ERRORS,
                2,
                1.2,
                Duration.ofMinutes(5),
                Duration.ofHours(1),
                10)),
        new SymptomEntry(
            HoldwallSymptoms.FAILURES_REPORTED,
            "User complaints about failures",
            SUPPORTING,
            new DetectionCondition.OperatorReport()),
        new SymptomEntry(
            HoldwallSymptoms.P95_LATENCY_HIGH,
            "P95 latency > 500ms",
            DISCRIMINATING,
            metric(
                HoldwallMetrics.HTTP_LATENCY_P95,
                Comparison.ABOVE,
                0.5,
                0.4,
                "s",
                Duration.ofMinutes(5),
                100)),
        new SymptomEntry(
            HoldwallSymptoms.SLOWNESS_REPORTED,
            "User complaints about slow performance",
            SUPPORTING,
            new DetectionCondition.OperatorReport()),
        new SymptomEntry(
            HoldwallSymptoms.TIMEOUTS_INCREASING,
            "Timeout errors increasing",
            SUPPORTING,
            new DetectionCondition.MetricTrend(
                HoldwallMetrics.HTTP_TIMEOUTS,
                2,
                1.2,
                Duration.ofMinutes(5),
                Duration.ofHours(1),
                10)));
  }
}
