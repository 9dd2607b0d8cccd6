package com.holdwall.probes.http.spring;

import com.holdwall.probes.ProbeHealth;
import com.holdwall.probes.ProbeRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * One health indicator for each probe. It reads the registry's snapshot: the actuator's endpoint
 * never waits for a dependency.
 */
final class ProbeIndicators {

  /** Spring Boot leaves out of its aggregate what it does not know: a degraded service stays up. */
  private static final Status DEGRADED = new Status("DEGRADED");

  private ProbeIndicators() {}

  static HealthContributor of(ProbeRegistry registry) {
    Map<String, HealthIndicator> indicators = new LinkedHashMap<>();
    for (ProbeHealth probe : registry.health().probes()) {
      String name = probe.name();
      indicators.put(name, () -> health(registry.health(name)));
    }
    return CompositeHealthContributor.fromMap(indicators);
  }

  private static Health health(ProbeHealth probe) {
    Health.Builder health =
        Health.status(status(probe.status()))
            .withDetail("summary", probe.summary())
            .withDetail("basis", probe.basis().name())
            .withDetail("runbook", probe.runbook().toString());
    probe.finding().ifPresent(finding -> health.withDetail("finding", finding));
    return health.build();
  }

  /** Spring Boot answers 200 for UNKNOWN; what is not known must not read as healthy. */
  private static Status status(com.holdwall.runbook.Status status) {
    return switch (status) {
      case UP -> Status.UP;
      case DEGRADED -> DEGRADED;
      case DOWN -> Status.DOWN;
      case UNKNOWN -> Status.OUT_OF_SERVICE;
    };
  }
}
