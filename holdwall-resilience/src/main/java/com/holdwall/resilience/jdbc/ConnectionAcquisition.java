package com.holdwall.resilience.jdbc;

import com.holdwall.resilience.RetryBudget;
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
import org.jspecify.annotations.Nullable;

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
  private final @Nullable RetryBudget budget;
  private final LongAdder attempts = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final LongAdder recovered = new LongAdder();
  private final LongAdder exhausted = new LongAdder();
  private final LongAdder notRetried = new LongAdder();

  ConnectionAcquisition(
      Retry retry,
      Duration deadline,
      Ticker ticker,
      Sleeper sleeper,
      @Nullable RetryBudget budget) {
    this.retry = retry;
    this.deadline = deadline;
    this.ticker = ticker;
    this.sleeper = sleeper;
    this.budget = budget;
  }

  /** One attempt to get a connection. */
  @FunctionalInterface
  interface Attempt {
    Connection connect() throws SQLException;
  }

  /** While the database is well this allocates nothing: all the rest is made by a failure. */
  Connection acquire(Attempt attempt) throws SQLException {
    long start = ticker.nanos();
    attempts.increment();
    Connection connection;
    try {
      connection = attempt.connect();
    } catch (SQLException failure) {
      return acquireAgain(attempt, start, failure);
    }
    if (budget != null) {
      budget.succeeded();
    }
    return connection;
  }

  private Connection acquireAgain(Attempt attempt, long start, SQLException first)
      throws SQLException {
    Retry.AsyncContext<Connection> context = retry.asyncContext();
    List<SQLException> earlier = new ArrayList<>();
    SQLException last = first;
    while (true) {
      waitBeforeNext(start, context, last, earlier);
      earlier.add(last);
      attempts.increment();
      retries.increment();
      try {
        Connection connection = attempt.connect();
        recovered.increment();
        if (budget != null) {
          budget.succeededAfter(RetryBudget.Cost.TRANSIENT);
        }
        context.onComplete();
        return connection;
      } catch (SQLException failure) {
        last = failure;
      }
    }
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
    boolean fits = waitMillis >= 0 && fits(ticker.nanos() - start + waitNanos);
    if (!fits || (budget != null && !budget.tryTake(RetryBudget.Cost.TRANSIENT))) {
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
