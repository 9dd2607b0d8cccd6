package com.holdwall.probes.redis;

import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.internal.Require;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.JedisClientConfig;

/** Collects what a {@link RedisProbe} needs. Not thread-safe. */
public final class RedisProbeBuilder {

  final RedisTopology topology;
  final JedisClientConfig config;
  ProbeSettings settings = ProbeSettings.defaults();
  Duration slowAfter = Duration.ofMillis(100);
  double memoryFullAt = 0.95;
  double hitRatioDrop = 20;
  Duration hitRatioRecent = HitRatio.RECENT;
  Duration hitRatioBaseline = HitRatio.BASELINE;
  int replicas;
  @Nullable CacheStatistics statistics;
  @Nullable LongSupplier fallbacks;
  LongSupplier nanoTime = System::nanoTime;

  RedisProbeBuilder(RedisTopology topology, JedisClientConfig config) {
    this.topology = topology;
    this.config = Objects.requireNonNull(config, "config must not be null");
  }

  /**
   * Sets when the probe runs.
   *
   * @param changed the settings; {@link ProbeSettings#defaults()} by default
   * @return this
   */
  public RedisProbeBuilder settings(ProbeSettings changed) {
    settings = Objects.requireNonNull(changed, "settings must not be null");
    return this;
  }

  /**
   * Sets what counts as slow.
   *
   * @param limit a PING that takes longer is slow; 100 ms by default, from which on Holdwall's own
   *     health check counts Redis as failing
   * @return this
   * @throws IllegalArgumentException if the limit is not longer than zero
   */
  public RedisProbeBuilder slowAfter(Duration limit) {
    slowAfter = Require.positive("slowAfter", limit);
    return this;
  }

  /**
   * Sets when memory counts as full, where the server may evict nothing.
   *
   * @param ratio of the memory limit, above 0 and at most 1; 0.95 by default, as the limit also
   *     holds buffers that come and go
   * @return this
   * @throws IllegalArgumentException if the ratio is out of range
   */
  public RedisProbeBuilder memoryFullAt(double ratio) {
    if (!(ratio > 0 && ratio <= 1)) {
      throw new IllegalArgumentException("memoryFullAt must be in (0, 1], but is " + ratio);
    }
    memoryFullAt = ratio;
    return this;
  }

  /**
   * Sets how far the hit ratio of five minutes may be below that of the hour before.
   *
   * @param points of 100, above 0 and at most 100; 20 by default. A drop is over within half of it
   * @return this
   * @throws IllegalArgumentException if the points are out of range
   */
  public RedisProbeBuilder hitRatioDrop(double points) {
    if (!(points > 0 && points <= 100)) {
      throw new IllegalArgumentException("hitRatioDrop must be in (0, 100], but is " + points);
    }
    hitRatioDrop = points;
    return this;
  }

  /**
   * Sets over which times the hit ratio is compared.
   *
   * @param recent the window that is judged; 1 s to a day; 5 minutes by default
   * @param baseline the window before it; not shorter than the recent one, at most a day; an hour
   *     by default
   * @return this
   * @throws IllegalArgumentException if a window is out of range
   */
  public RedisProbeBuilder hitRatioOver(Duration recent, Duration baseline) {
    if (recent.compareTo(Duration.ofSeconds(1)) < 0
        || baseline.compareTo(recent) < 0
        || baseline.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          "hit ratio windows must be 1 s or more, and the baseline from the recent one to a day,"
              + " but are "
              + recent
              + " and "
              + baseline);
    }
    hitRatioRecent = recent;
    hitRatioBaseline = baseline;
    return this;
  }

  /**
   * Sets how many replicas a master should have.
   *
   * @param expected 0 or more; 0 by default
   * @return this
   * @throws IllegalArgumentException if it is negative
   */
  public RedisProbeBuilder replicas(int expected) {
    if (expected < 0) {
      throw new IllegalArgumentException("replicas must not be negative, but is " + expected);
    }
    replicas = expected;
    return this;
  }

  /**
   * Sets where the hit ratio comes from.
   *
   * @param counts the application's own cache; without it the server's counts are taken, which are
   *     those of all its clients
   * @return this
   */
  public RedisProbeBuilder statistics(CacheStatistics counts) {
    statistics = Objects.requireNonNull(counts, "statistics must not be null");
    return this;
  }

  /**
   * Sets where the probe learns that the service reads from its database instead of the cache.
   *
   * @param count how often it has, since its start; only grows; thread-safe, must not block. {@code
   *     CacheFallback.counts().fallbacks()} of holdwall-resilience is one
   * @return this
   */
  public RedisProbeBuilder fallbacks(LongSupplier count) {
    fallbacks = Objects.requireNonNull(count, "fallbacks must not be null");
    return this;
  }

  RedisProbeBuilder nanoTime(LongSupplier clock) {
    nanoTime = clock;
    return this;
  }

  /**
   * Builds the probe. It opens no connection before its first check.
   *
   * @return the probe
   */
  public RedisProbe build() {
    return new RedisProbe(this);
  }
}
