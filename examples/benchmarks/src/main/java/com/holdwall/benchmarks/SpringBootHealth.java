package com.holdwall.benchmarks;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.health.actuate.endpoint.AdditionalHealthEndpointPath;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.actuate.endpoint.HttpCodeStatusMapper;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.registry.DefaultHealthContributorRegistry;

/** Spring Boot 4's own health endpoint, with the checks of {@link TrivialProbe}. */
final class SpringBootHealth {

  private SpringBootHealth() {}

  static HealthEndpoint endpoint(int checks, long millis) {
    DefaultHealthContributorRegistry registry = new DefaultHealthContributorRegistry();
    for (int i = 0; i < checks; i++) {
      registry.registerContributor("probe-" + i, new Indicator(millis));
    }
    return new HealthEndpoint(
        registry, null, HealthEndpointGroups.of(new Everything(), Map.of()), null);
  }

  private record Indicator(long millis)
      implements org.springframework.boot.health.contributor.HealthIndicator {

    @Override
    public Health health() {
      try {
        if (millis > 0) {
          TimeUnit.MILLISECONDS.sleep(millis);
        }
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      }
      return Health.up().withDetail("summary", "well").build();
    }
  }

  /** One group with everything in it, details shown. */
  private static final class Everything implements HealthEndpointGroup {

    @Override
    public boolean isMember(String name) {
      return true;
    }

    @Override
    public boolean showComponents(SecurityContext context) {
      return true;
    }

    @Override
    public boolean showDetails(SecurityContext context) {
      return true;
    }

    @Override
    public StatusAggregator getStatusAggregator() {
      return StatusAggregator.getDefault();
    }

    @Override
    public HttpCodeStatusMapper getHttpCodeStatusMapper() {
      return HttpCodeStatusMapper.getDefault();
    }

    @Override
    public @Nullable AdditionalHealthEndpointPath getAdditionalPath() {
      return null;
    }
  }
}
