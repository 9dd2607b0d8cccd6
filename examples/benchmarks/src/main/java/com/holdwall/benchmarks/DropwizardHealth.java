package com.holdwall.benchmarks;

import com.codahale.metrics.health.HealthCheck;
import com.codahale.metrics.health.HealthCheckRegistry;
import java.util.concurrent.TimeUnit;

/** Dropwizard's registry, with the checks of {@link TrivialProbe}. */
final class DropwizardHealth {

  private DropwizardHealth() {}

  static HealthCheckRegistry registry(int checks, long millis) {
    HealthCheckRegistry registry = new HealthCheckRegistry(1);
    for (int i = 0; i < checks; i++) {
      registry.register("probe-" + i, new Check(millis));
    }
    return registry;
  }

  private static final class Check extends HealthCheck {

    private final long millis;

    Check(long millis) {
      this.millis = millis;
    }

    @Override
    protected Result check() throws InterruptedException {
      if (millis > 0) {
        TimeUnit.MILLISECONDS.sleep(millis);
      }
      return Result.healthy("well");
    }
  }
}
