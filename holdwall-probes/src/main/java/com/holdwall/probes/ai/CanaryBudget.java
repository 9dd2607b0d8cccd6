package com.holdwall.probes.ai;

import java.time.Duration;

/**
 * At most so many billed calls in any 24 hours: they are that far apart, so that a budget lasts for
 * the whole day. Used by one thread at a time.
 */
final class CanaryBudget {

  private final int perDay;
  private boolean spent;
  private long lastNanos;

  CanaryBudget(int perDay) {
    this.perDay = perDay;
  }

  boolean take(long now) {
    if (perDay == 0) {
      return false;
    }
    long apart = Duration.ofDays(1).dividedBy(perDay).toNanos();
    if (spent && now - lastNanos < apart) {
      return false;
    }
    spent = true;
    lastNanos = now;
    return true;
  }
}
