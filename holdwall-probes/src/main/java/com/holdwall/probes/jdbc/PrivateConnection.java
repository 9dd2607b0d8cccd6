package com.holdwall.probes.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The probe's one connection to the server, outside the pool. Used by one thread at a time; {@link
 * #abort} may be called by any thread while another hangs in here.
 */
final class PrivateConnection {

  /** What the connection is doing, for the thread that finds it hanging. */
  enum Phase {
    IDLE,
    VALIDATING,
    CONNECTING,
    /** Connecting anew while the old connection answered a moment ago. */
    REPLACING
  }

  private final ConnectionFactory factory;
  private final LongSupplier nanoTime;
  private final Duration maximumAge;
  private volatile Phase phase = Phase.IDLE;
  private volatile @Nullable Connection connection;
  private volatile boolean closed;
  private long openedNanos;

  PrivateConnection(ConnectionFactory factory, LongSupplier nanoTime, Duration maximumAge) {
    this.factory = factory;
    this.nanoTime = nanoTime;
    this.maximumAge = maximumAge;
  }

  Phase phase() {
    return phase;
  }

  /** One round trip on a working connection; a broken one is replaced first, within the call. */
  Duration ping(Duration deadline) throws SQLException {
    try {
      Connection current = connection;
      Duration roundTrip = current == null ? null : validate(current, deadline);
      if (roundTrip == null) {
        phase = Phase.CONNECTING;
        roundTrip = validateNew(open(deadline), deadline);
      } else if (nanoTime.getAsLong() - openedNanos > maximumAge.toNanos()) {
        phase = Phase.REPLACING;
        replace(open(deadline));
      }
      return roundTrip;
    } finally {
      phase = Phase.IDLE;
    }
  }

  /** The connection that {@link #ping} proved to work. */
  Connection proven() throws SQLException {
    Connection current = connection;
    if (current == null) {
      throw new SQLException("there is no connection");
    }
    return current;
  }

  /** Null if the connection does not work any more; it is closed then. */
  private @Nullable Duration validate(Connection current, Duration deadline) throws SQLException {
    phase = Phase.VALIDATING;
    long start = nanoTime.getAsLong();
    int seconds = (int) Math.max(1, (deadline.toMillis() + 999) / 1_000);
    boolean valid = current.isValid(seconds);
    Duration took = Duration.ofNanos(nanoTime.getAsLong() - start);
    if (valid) {
      return took;
    }
    discard();
    if (took.compareTo(deadline) >= 0) {
      throw new SQLTimeoutException("no answer");
    }
    return null;
  }

  private Duration validateNew(Connection fresh, Duration deadline) throws SQLException {
    replace(fresh);
    Duration roundTrip = validate(fresh, deadline);
    if (roundTrip == null) {
      throw new SQLException("a new connection broke at once", "08006");
    }
    return roundTrip;
  }

  private Connection open(Duration deadline) throws SQLException {
    Connection fresh = factory.open(deadline);
    openedNanos = nanoTime.getAsLong();
    return fresh;
  }

  private void replace(Connection fresh) throws SQLException {
    Connection old = connection;
    connection = fresh;
    if (old != null) {
      old.close();
    }
    if (closed) {
      discard();
      throw new SQLException("the probe was closed", "08003");
    }
  }

  private void discard() {
    Connection old = connection;
    connection = null;
    abort(old);
  }

  /** Closes the socket under whoever hangs in here, without waiting. */
  void abort() {
    discard();
  }

  void close() {
    closed = true;
    discard();
  }

  private static void abort(@Nullable Connection connection) {
    if (connection == null) {
      return;
    }
    try {
      connection.abort(Runnable::run);
    } catch (SQLException unusable) {
      // It was to be thrown away, and it is: there is nothing left to undo.
      System.getLogger(PrivateConnection.class.getName())
          .log(System.Logger.Level.DEBUG, "abort failed: {0}", unusable.getClass().getName());
    }
  }
}
