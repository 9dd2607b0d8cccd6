package com.holdwall.probes.jdbc;

import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.internal.Require;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Objects;

/** Collects what a {@link DatabaseProbe} needs. Not thread-safe. */
public final class DatabaseProbeBuilder {

  final HikariDataSource pool;
  ProbeSettings settings = ProbeSettings.defaults();
  Duration slowAfter = Duration.ofMillis(500);
  Duration leakAfter = Duration.ofSeconds(30);
  Duration reconnectAfter = Duration.ofMinutes(1);

  DatabaseProbeBuilder(HikariDataSource pool) {
    this.pool = Objects.requireNonNull(pool, "pool must not be null");
    if (pool.isClosed()) {
      throw new IllegalArgumentException(
          "pool '" + pool.getPoolName() + "' must be open, but is closed");
    }
  }

  /**
   * Sets when the probe runs.
   *
   * @param changed the settings; {@link ProbeSettings#defaults()} by default
   * @return this
   */
  public DatabaseProbeBuilder settings(ProbeSettings changed) {
    settings = Objects.requireNonNull(changed, "settings must not be null");
    return this;
  }

  /**
   * Sets what counts as slow.
   *
   * @param limit a longer round trip is slow; 500 ms by default
   * @return this
   * @throws IllegalArgumentException if the limit is not longer than zero
   */
  public DatabaseProbeBuilder slowAfter(Duration limit) {
    slowAfter = Require.positive("slowAfter", limit);
    return this;
  }

  /**
   * Sets what counts as held without use.
   *
   * @param limit a session in use by the application and idle at the server for longer is leaked;
   *     30 s by default
   * @return this
   * @throws IllegalArgumentException if the limit is not longer than zero
   */
  public DatabaseProbeBuilder leakAfter(Duration limit) {
    leakAfter = Require.positive("leakAfter", limit);
    return this;
  }

  /**
   * Sets how often the probe opens its own connection anew, which shows whether new connections
   * still come up.
   *
   * @param age the age at which it is replaced; one minute by default
   * @return this
   * @throws IllegalArgumentException if the age is not longer than zero
   */
  public DatabaseProbeBuilder reconnectAfter(Duration age) {
    reconnectAfter = Require.positive("reconnectAfter", age);
    return this;
  }

  /**
   * Builds the probe. It opens no connection before its first check.
   *
   * @return the probe
   */
  public DatabaseProbe build() {
    return new DatabaseProbe(this);
  }
}
