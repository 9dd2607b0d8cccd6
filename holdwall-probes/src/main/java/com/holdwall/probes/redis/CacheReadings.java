package com.holdwall.probes.redis;

import static com.holdwall.probes.Readings.measured;

import com.holdwall.probes.Readings;
import com.holdwall.runbook.Comparison;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Puts into readings how well the cache serves: how much it hits, is avoided, and how fast it is.
 */
final class CacheReadings {

  private final RedisProbeBuilder settings;
  private final Readings readings;

  CacheReadings(RedisProbeBuilder settings, Readings readings) {
    this.settings = settings;
    this.readings = readings;
  }

  /** What the cache's counters say. */
  CacheReadings hits(HitRatio.@Nullable Ratios ratios, boolean dropped, String source) {
    if (ratios == null) {
      readings.unknown(
          RedisFinding.HIT_RATIO_DROPPED,
          "the server did not answer, and the application gives no counts of its own");
      return this;
    }
    if (!ratios.known()) {
      readings.unknown(
          RedisFinding.HIT_RATIO_DROPPED,
          "fewer than "
              + HitRatio.LEAST_LOOKUPS
              + " lookups in the last "
              + ratios.windowWords()
              + " or before them");
      return this;
    }
    double limit = dropped ? settings.hitRatioDrop / 2 : settings.hitRatioDrop;
    readings.add(
        RedisFinding.HIT_RATIO_DROPPED,
        measured(
                "hit ratio below that of the " + ratios.beforeWords() + " before",
                ratios.droppedPoints(),
                Comparison.AT_LEAST,
                limit,
                "points")
            .over(ratios.window(), ratios.lookups())
            .detail(source));
    return this;
  }

  /** How often the service went to its database since the last check; negative if nobody counts. */
  CacheReadings fallbacks(long since) {
    if (since < 0) {
      readings.unknown(RedisFinding.FALLBACK_IN_USE, "the service counts no fallbacks");
    } else {
      readings.add(
          RedisFinding.FALLBACK_IN_USE,
          measured(
              "reads from the database instead", (double) since, Comparison.AT_LEAST, 1, "reads"));
    }
    return this;
  }

  /** How long an answer takes; null if there is none. */
  void latency(@Nullable Duration ping) {
    if (ping == null) {
      readings.unknown(RedisFinding.SLOW, "the server did not answer");
    } else {
      readings.add(
          RedisFinding.SLOW,
          measured(
              "round trip of a PING",
              ping.toNanos() / 1e6,
              Comparison.ABOVE,
              settings.slowAfter.toNanos() / 1e6,
              "ms"));
    }
  }
}
