package com.holdwall.probes;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When a probe looks next: its interval, a little uneven, so that replicas do not march in step.
 */
final class Pace {

  private final ProbeSettings settings;
  private final RandomGenerator random;

  Pace(ProbeSettings settings, RandomGenerator random) {
    this.settings = settings;
    this.random = random;
  }

  Duration deadline() {
    return settings.deadline();
  }

  /** Spread over a tenth of the interval, so that ten probes do not start in one instant. */
  Duration first() {
    return fraction(settings.interval().dividedBy(10));
  }

  Duration untilNext(boolean confirm, Duration sinceStart) {
    Duration period = confirm ? settings.confirmInterval() : settings.interval();
    Duration tenth = period.dividedBy(10);
    Duration jittered = period.minus(tenth).plus(fraction(tenth.multipliedBy(2)));
    Duration left = jittered.minus(confirm ? Duration.ZERO : sinceStart);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private Duration fraction(Duration most) {
    return Duration.ofNanos((long) (most.toNanos() * random.nextDouble()));
  }
}
