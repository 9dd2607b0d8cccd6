package com.holdwall.probes.jdbc;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * Looks at a HikariCP pool and the database behind it, and tells apart: a pool that is exhausted or
 * leaking, a database that refuses, hangs or is slow (see {@link DatabaseFinding}).
 *
 * <p>It never borrows from the pool, so an exhausted pool cannot hold it up. It reads the pool's
 * counters, and keeps one connection of its own, opened as the pool opens its own and renewed once
 * a minute. What it sends: one validation round trip per check; while the pool is exhausted on
 * PostgreSQL, also one query of {@code pg_stat_activity}. A connection that hangs is closed under
 * the check at its deadline.
 *
 * <p>The pool stays its owner's: closing the probe closes the probe's own connection only.
 */
public final class DatabaseProbe implements Probe {

  /**
   * What counts as slow, and as held without use.
   *
   * @param slowAfter a longer round trip is slow; 500 ms by default, the limit that Holdwall's own
   *     alerts use for the database
   * @param leakAfter a session that the application holds and that the server sees idle for longer
   *     is held without use; 30 s by default, HikariCP's default connection timeout: by then a
   *     thread that waited for it has given up
   */
  record Thresholds(Duration slowAfter, Duration leakAfter) {}

  private final HikariDataSource pool;
  private final ProbeSettings settings;
  private final Thresholds thresholds;
  private final PrivateConnection connection;

  DatabaseProbe(DatabaseProbeBuilder builder) {
    this.pool = builder.pool;
    this.settings = builder.settings;
    this.thresholds = new Thresholds(builder.slowAfter, builder.leakAfter);
    this.connection =
        new PrivateConnection(
            new ConnectionFactory(pool), System::nanoTime, builder.reconnectAfter);
  }

  /**
   * Makes a probe with default settings.
   *
   * @param pool the pool; not closed
   * @return the probe, named {@code database}
   * @throws IllegalArgumentException if the pool is closed
   */
  public static DatabaseProbe of(HikariDataSource pool) {
    return builder(pool).build();
  }

  /**
   * Starts a probe with settings of its own.
   *
   * @param pool the pool; not closed
   * @return a builder
   * @throws IllegalArgumentException if the pool is closed
   */
  public static DatabaseProbeBuilder builder(HikariDataSource pool) {
    return new DatabaseProbeBuilder(pool);
  }

  @Override
  public String name() {
    return "database";
  }

  @Override
  public RunbookId runbook() {
    return HoldwallRunbooks.DATABASE_CONNECTION_ISSUES;
  }

  @Override
  public ProbeSettings settings() {
    return settings;
  }

  /**
   * {@return true: an interrupt closes the socket that a virtual thread reads from, and with it the
   * connection that a check still needs to tell a hang of new connections from a hang of all}
   */
  @Override
  public boolean pinsThread() {
    return true;
  }

  @Override
  public ProbeResult check(CheckContext context) throws SQLException {
    if (pool.isClosed()) {
      return ProbeResult.unknown("the pool is closed: there is nothing to look at");
    }
    long start = System.nanoTime();
    try {
      Duration roundTrip = connection.ping(context.deadline());
      return answered(context, roundTrip);
    } catch (SQLException failure) {
      SqlFailure meaning = SqlFailure.of(failure).orElseThrow(() -> failure);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      return failed(context, meaning, took);
    }
  }

  private ProbeResult answered(CheckContext context, Duration roundTrip) throws SQLException {
    Optional<PoolReading> counters = PoolReading.of(pool);
    Optional<ServerSessions> sessions = Optional.empty();
    if (counters.isPresent() && counters.get().exhausted()) {
      int seconds = (int) Math.max(1, context.deadline().toSeconds());
      sessions = ServerSessions.of(connection.proven(), thresholds.leakAfter(), seconds);
    }
    DatabaseReadings readings =
        new DatabaseReadings(thresholds)
            .answered(roundTrip, context.deadline())
            .pool(counters, sessions)
            .latency(roundTrip);
    return DatabaseVerdict.of(context, readings, counters);
  }

  private ProbeResult failed(CheckContext context, SqlFailure failure, Duration took) {
    Optional<PoolReading> counters = PoolReading.of(pool);
    DatabaseReadings readings =
        new DatabaseReadings(thresholds)
            .failed(failure, took, context.deadline())
            .pool(counters, Optional.empty())
            .unknown(DatabaseFinding.SLOW, "the database did not answer");
    return DatabaseVerdict.of(context, readings, counters);
  }

  /**
   * Closes the connection that the check hangs on, and says what the pool's counters still tell.
   */
  @Override
  public ProbeResult overdue(CheckContext context, Duration elapsed) {
    boolean replacing = connection.phase() == PrivateConnection.Phase.REPLACING;
    if (!replacing) {
      connection.abort();
    }
    Optional<PoolReading> counters = PoolReading.of(pool);
    DatabaseReadings readings = new DatabaseReadings(thresholds);
    if (replacing) {
      readings.connectHangs(elapsed, context.deadline());
    } else {
      readings.hangs(elapsed, context.deadline());
    }
    String reason = "the check of the connection hangs";
    readings.unknown(DatabaseFinding.REFUSED, reason).unknown(DatabaseFinding.REJECTED, reason);
    readings.pool(counters, Optional.empty()).unknown(DatabaseFinding.SLOW, reason);
    return DatabaseVerdict.of(context, readings, counters);
  }

  @Override
  public void close() {
    connection.close();
  }
}
