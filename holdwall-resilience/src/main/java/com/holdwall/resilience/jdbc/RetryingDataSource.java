package com.holdwall.resilience.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Objects;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Wraps a data source, such as a HikariCP pool, and asks it again when getting a connection fails
 * because the database is away for a moment: a refused connection, a server that starts or stops, a
 * pool that timed out. It waits with exponential backoff and jitter between attempts, and stops at
 * a number of attempts or at a total deadline, whichever comes first. Statements are never retried:
 * only the caller knows whether one may run twice.
 *
 * <p>When it gives up it throws the last attempt's own exception, with the earlier attempts'
 * exceptions as suppressed ones. A refused login (SQLState class 28) and a closed data source are
 * never retried.
 *
 * <p>The deadline decides whether another attempt starts. How long one attempt lasts is up to the
 * wrapped data source: with HikariCP, {@code connectionTimeout}.
 *
 * <p>Thread-safe. It owns nothing that needs closing: who made the wrapped data source closes it.
 */
public final class RetryingDataSource implements DataSource {

  private final DataSource delegate;
  private final String name;
  private final ConnectionAcquisition acquisition;

  /** Made once, as a method reference is an object. */
  private final ConnectionAcquisition.Attempt attempt;

  RetryingDataSource(DataSource delegate, String name, ConnectionAcquisition acquisition) {
    this.delegate = delegate;
    this.name = name;
    this.acquisition = acquisition;
    this.attempt = delegate::getConnection;
  }

  /**
   * Wraps a data source with the defaults that {@link RetryingDataSourceBuilder} lists.
   *
   * @param delegate the data source to ask; stays the caller's to close
   * @return the wrapping data source
   */
  public static RetryingDataSource wrap(DataSource delegate) {
    return builder(delegate).build();
  }

  /**
   * Starts to wrap a data source.
   *
   * @param delegate the data source to ask; stays the caller's to close
   * @return a builder with the defaults
   */
  public static RetryingDataSourceBuilder builder(DataSource delegate) {
    return new RetryingDataSourceBuilder(
        Objects.requireNonNull(delegate, "delegate must not be null"));
  }

  /** {@return the name in meters and events} */
  public String name() {
    return name;
  }

  /** {@return what has been done so far} */
  public ConnectionRetryCounts counts() {
    return acquisition.counts();
  }

  @Override
  public Connection getConnection() throws SQLException {
    return acquisition.acquire(attempt);
  }

  @Override
  public Connection getConnection(@Nullable String username, @Nullable String password)
      throws SQLException {
    return acquisition.acquire(() -> delegate.getConnection(username, password));
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    return type.isInstance(delegate) ? type.cast(delegate) : delegate.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(this) || type.isInstance(delegate) || delegate.isWrapperFor(type);
  }

  @Override
  public @Nullable PrintWriter getLogWriter() throws SQLException {
    return delegate.getLogWriter();
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
    delegate.setLogWriter(out);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return delegate.getLoginTimeout();
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    delegate.setLoginTimeout(seconds);
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return delegate.getParentLogger();
  }

  @Override
  public String toString() {
    return "RetryingDataSource[" + name + "]";
  }
}
