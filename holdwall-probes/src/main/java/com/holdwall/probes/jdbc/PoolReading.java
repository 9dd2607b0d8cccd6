package com.holdwall.probes.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.util.Optional;

/**
 * The counters of a pool at one moment: read without borrowing, so an exhausted pool cannot hold
 * the probe up.
 */
record PoolReading(int active, int idle, int awaiting, int maximum) {

  /** Empty while the pool has not been started: HikariCP starts it with the first connection. */
  static Optional<PoolReading> of(HikariDataSource pool) {
    HikariPoolMXBean bean = pool.getHikariPoolMXBean();
    if (bean == null) {
      return Optional.empty();
    }
    return Optional.of(
        new PoolReading(
            bean.getActiveConnections(),
            bean.getIdleConnections(),
            bean.getThreadsAwaitingConnection(),
            pool.getHikariConfigMXBean().getMaximumPoolSize()));
  }

  boolean exhausted() {
    return active >= maximum && awaiting > 0;
  }

  String words() {
    return active
        + " of "
        + maximum
        + " connections in use, "
        + idle
        + " idle, "
        + awaiting
        + " threads waiting";
  }
}
