package com.holdwall.probes.http;

import com.holdwall.runbook.Status;
import java.util.Locale;

/** What the formats call a status. */
final class Words {

  private Words() {}

  /**
   * Holdwall has three words: what is not known is not served as anything better than the worst.
   */
  static String holdwall(Status status) {
    return switch (status) {
      case UP -> "healthy";
      case DEGRADED -> "degraded";
      case DOWN, UNKNOWN -> "unhealthy";
    };
  }

  /** The draft for health+json has three too. */
  static String healthJson(Status status) {
    return switch (status) {
      case UP -> "pass";
      case DEGRADED -> "warn";
      case DOWN, UNKNOWN -> "fail";
    };
  }

  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
