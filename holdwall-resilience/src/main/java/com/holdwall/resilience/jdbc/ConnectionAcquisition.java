package com.holdwall.resilience.jdbc;

import com.holdwall.resilience.Sleeper;
import com.holdwall.resilience.Ticker;
import io.github.resilience4j.retry.Retry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Gets a connection, in as many attempts as it takes and the limits allow. resilience4j's retry
 * decides about attempts and waits and publishes the events; the deadline, the sleep and the
 * history are ours, as it knows none of them.
 */
final class ConnectionAcquisition {

  private final Retry retry;
  private final Duration deadline;
  private final Ticker ticker;
  private final Sleeper sleeper;
  private final LongAdder attempts = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final LongAdder recovered = new LongAdder();
  private final LongAdder exhausted = new LongAdder();
  private final LongAdder notRetried = new LongAdder();

  ConnectionAcquisition(Retry retry, Duration deadline, Ticker ticker, Sleeper sleeper) {
    this.retry = retry;
    this.deadline = deadline;
    this.ticker = ticker;
    this.sleeper = sleeper;
  }

  /** One attempt to get a connection. */
  @FunctionalInterface
  interface Attempt {
    Connection connect() throws SQLException;
  }

  Connection acquire(Attempt attempt) throws SQLException {
    long start = ticker.nanos();
    Retry.AsyncContext<Connection> context = retry.asyncContext();
    List<SQLException> earlier = new ArrayList<>();
    while (true) {
      try {
        Connection connection = connect(attempt, earlier.size());
        context.onComplete();
        return connection;
      } catch (SQLException failure) {
        waitBeforeNext(start, context, failure, earlier);
        earlier.add(failure);
      }
    }
  }

  private Connection connect(Attempt attempt, int failures) throws SQLException {
    attempts.increment();
    if (failures > 0) {
      retries.increment();
    }
    Connection connection = attempt.connect();
    if (failures > 0) {
      recovered.increment();
    }
    return connection;
  }

  private void waitBeforeNext(
      long start,
      Retry.AsyncContext<Connection> context,
      SQLException failure,
      List<SQLException> earlier)
      throws SQLException {
    long waitMillis = context.onError(failure);
    if (!retry.getRetryConfig().getExceptionPredicate().test(failure)) {
      notRetried.increment();
      throw withHistory(failure, earlier);
    }
    long waitNanos = TimeUnit.MILLISECONDS.toNanos(waitMillis);
    if (waitMillis < 0 || !fits(ticker.nanos() - start + waitNanos)) {
      exhausted.increment();
      throw withHistory(failure, earlier);
    }
    try {
      sleeper.sleep(waitNanos);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      notRetried.increment();
      failure.addSuppressed(interrupt);
      throw withHistory(failure, earlier);
    }
  }

  private boolean fits(long elapsedNanos) {
    return Duration.ofNanos(elapsedNanos).compareTo(deadline) < 0;
  }

  private static SQLException withHistory(SQLException last, List<SQLException> earlier) {
    for (SQLException failure : earlier) {
      // a driver may throw one and the same instance again, and nothing suppresses itself
      if (failure != last) {
        last.addSuppressed(failure);
      }
    }
    return last;
  }

  ConnectionRetryCounts counts() {
    return new ConnectionRetryCounts(
        attempts.sum(), retries.sum(), recovered.sum(), exhausted.sum(), notRetried.sum());
  }
}
