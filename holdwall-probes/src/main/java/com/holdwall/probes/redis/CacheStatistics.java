package com.holdwall.probes.redis;

/**
 * What the application's own cache has counted since its start. The server's counts are those of
 * all of its clients and all of their keys, and do not tell one application's cache from another's.
 * Thread-safe; must not block.
 */
@FunctionalInterface
public interface CacheStatistics {

  /**
   * Counts at one moment. Immutable.
   *
   * @param hits lookups that the cache answered; only grows until a restart
   * @param misses lookups for which it had nothing; only grows until a restart
   */
  record Counts(long hits, long misses) {}

  /** {@return the counts now} */
  Counts counts();
}
