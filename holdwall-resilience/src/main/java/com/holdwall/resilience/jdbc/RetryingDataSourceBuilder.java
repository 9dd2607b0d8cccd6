package com.holdwall.resilience.jdbc;

import com.holdwall.resilience.Backoff;
import com.holdwall.resilience.RandomSource;
import com.holdwall.resilience.RetryBudget;
import com.holdwall.resilience.Sleeper;
import com.holdwall.resilience.Ticker;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.retry.RetryRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link RetryingDataSource}. The defaults: named {@code database}, 5 attempts within 10
 * s, backoff from 100 ms capped at 2 s with full jitter, transient failures only. Not thread-safe;
 * may be reused after {@link #build()}.
 */
public final class RetryingDataSourceBuilder {

  private final DataSource delegate;
  private String name = "database";
  private Backoff backoff =
      Backoff.exponential(Duration.ofMillis(100)).withCap(Duration.ofSeconds(2));
  private int maxAttempts = 5;
  private Duration deadline = Duration.ofSeconds(10);
  private Predicate<? super SQLException> retryWhen = transientFailure();
  private Ticker ticker = Ticker.system();
  private Sleeper sleeper = Sleeper.system();
  private RandomSource random = RandomSource.system();
  private @Nullable RetryRegistry registry;
  private @Nullable RetryBudget budget;

  RetryingDataSourceBuilder(DataSource delegate) {
    this.delegate = delegate;
  }

  /**
   * The default rule of what is worth another attempt: somewhere in the chain of causes a {@code
   * SQLTransientConnectionException}, a {@code ConnectException}, SQLState class 08 (connection
   * exceptions), or PostgreSQL's 57P01, 57P02 and 57P03 (it stops or starts); and nowhere a refused
   * login (SQLState class 28) or an interrupt.
   *
   * @return the rule, to be combined for {@link #retryWhen}
   */
  public static Predicate<SQLException> transientFailure() {
    return TransientConnectionFailure.INSTANCE;
  }

  /**
   * Names the data source in meters and events.
   *
   * @param value the name; not blank
   * @return this builder
   * @throws IllegalArgumentException if the name is blank
   */
  public RetryingDataSourceBuilder named(String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException("name must not be blank, but is '" + value + "'");
    }
    name = value;
    return this;
  }

  /**
   * Sets how long to wait between attempts.
   *
   * @param value the backoff
   * @return this builder
   */
  public RetryingDataSourceBuilder backoff(Backoff value) {
    backoff = Objects.requireNonNull(value, "backoff must not be null");
    return this;
  }

  /**
   * Sets how many attempts one call may make, the first one included.
   *
   * @param value at least 1, which is no retry
   * @return this builder
   * @throws IllegalArgumentException if it is less than 1
   */
  public RetryingDataSourceBuilder maxAttempts(int value) {
    if (value < 1) {
      throw new IllegalArgumentException("maxAttempts must be at least 1, but is " + value);
    }
    maxAttempts = value;
    return this;
  }

  /**
   * Sets until when another attempt may start, counted from the call.
   *
   * @param value longer than zero
   * @return this builder
   * @throws IllegalArgumentException if it is not longer than zero
   */
  public RetryingDataSourceBuilder deadline(Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException("deadline must be longer than zero, but is " + value);
    }
    deadline = value;
    return this;
  }

  /**
   * Replaces the rule of what is worth another attempt, {@link #transientFailure()}.
   *
   * @param rule answers true for a failure that waiting may mend
   * @return this builder
   */
  public RetryingDataSourceBuilder retryWhen(Predicate<? super SQLException> rule) {
    retryWhen = Objects.requireNonNull(rule, "retryWhen must not be null");
    return this;
  }

  /**
   * Shares a retry budget with whatever else retries against the same database. An empty budget
   * ends a call with its last failure. Without this, only attempts and deadline limit a call.
   *
   * @param value the database's budget
   * @return this builder
   */
  public RetryingDataSourceBuilder budget(RetryBudget value) {
    budget = Objects.requireNonNull(value, "budget must not be null");
    return this;
  }

  /**
   * Makes the retry an entry of a resilience4j registry, where its events and Micrometer binders
   * find it. An entry of that name which is there already is used as it is.
   *
   * @param value the registry
   * @return this builder
   */
  public RetryingDataSourceBuilder registry(RetryRegistry value) {
    registry = Objects.requireNonNull(value, "registry must not be null");
    return this;
  }

  /**
   * Replaces clock, sleep and randomness, for tests.
   *
   * @param newTicker where elapsed time comes from
   * @param newSleeper how to wait
   * @param newRandom where the jitter comes from
   * @return this builder
   */
  public RetryingDataSourceBuilder time(
      Ticker newTicker, Sleeper newSleeper, RandomSource newRandom) {
    ticker = Objects.requireNonNull(newTicker, "ticker must not be null");
    sleeper = Objects.requireNonNull(newSleeper, "sleeper must not be null");
    random = Objects.requireNonNull(newRandom, "random must not be null");
    return this;
  }

  /** {@return the wrapping data source, with a copy of the settings} */
  public RetryingDataSource build() {
    RetryConfig config =
        RetryConfig.custom()
            .maxAttempts(maxAttempts)
            .retryOnException(worthAnother(retryWhen))
            .intervalFunction(backoff.toIntervalFunction(random))
            .build();
    Retry retry = registry == null ? Retry.of(name, config) : registry.retry(name, config);
    return new RetryingDataSource(
        delegate, name, new ConnectionAcquisition(retry, deadline, ticker, sleeper, budget));
  }

  private static Predicate<Throwable> worthAnother(Predicate<? super SQLException> rule) {
    return failure -> failure instanceof SQLException sql && rule.test(sql);
  }
}
