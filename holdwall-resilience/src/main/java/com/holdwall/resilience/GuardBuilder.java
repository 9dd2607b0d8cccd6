package com.holdwall.resilience;

import com.holdwall.resilience.internal.HedgeDelay;
import com.holdwall.resilience.internal.Nanos;
import com.holdwall.resilience.internal.Require;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link Guard}. The defaults: one attempt, no breaker, no deadline, no time limit, no
 * hedge. {@link #retry} makes it three attempts under a budget of 500 tokens. Not thread-safe; may
 * be reused after {@link #build()}.
 */
public final class GuardBuilder {

  private static final int DEFAULT_ATTEMPTS = 3;

  private final String name;
  private @Nullable Backoff backoff;
  private int maxAttempts = DEFAULT_ATTEMPTS;
  private @Nullable Breaker breaker;
  private boolean ownBreaker;
  private @Nullable RetryBudget budget;
  private @Nullable AdaptiveThrottle throttle;
  private long deadlineNanos;
  private long attemptNanos;
  private @Nullable LongFunction<HedgeDelay> hedge;
  private boolean idempotent;
  private Executor executor = ForkJoinPool.commonPool();
  private FailureClassifier classifier = FailureClassifier.standard();
  private RetryAfterMode retryAfterMode = RetryAfterMode.STANDARD;
  private Ticker ticker = Ticker.system();
  private Sleeper sleeper = Sleeper.system();
  private RandomSource random = RandomSource.system();

  GuardBuilder(String name) {
    this.name = Require.notBlank("name", name);
  }

  /**
   * Retries failures that waiting may mend, up to three attempts in all.
   *
   * @param value how long to wait between attempts
   * @return this builder
   */
  public GuardBuilder retry(Backoff value) {
    return retry(value, DEFAULT_ATTEMPTS);
  }

  /**
   * Retries failures that waiting may mend.
   *
   * @param value how long to wait between attempts
   * @param attempts how many attempts a call may make, the first one included; at least 1
   * @return this builder
   */
  public GuardBuilder retry(Backoff value, int attempts) {
    backoff = Objects.requireNonNull(value, "backoff must not be null");
    maxAttempts = Require.atLeastOne("attempts", attempts);
    return this;
  }

  /**
   * Shares a retry budget with the other guards of the same target. Without this, a guard that
   * retries has one of its own.
   *
   * @param value the target's budget
   * @return this builder
   */
  public GuardBuilder budget(RetryBudget value) {
    budget = Objects.requireNonNull(value, "budget must not be null");
    return this;
  }

  /**
   * Adds a circuit breaker of the guard's name with the defaults of {@link BreakerBuilder}.
   *
   * @return this builder
   */
  public GuardBuilder circuitBreaker() {
    ownBreaker = true;
    breaker = null;
    return this;
  }

  /**
   * Adds a circuit breaker, which other guards of the same target may share.
   *
   * @param value the target's breaker
   * @return this builder
   */
  public GuardBuilder circuitBreaker(Breaker value) {
    breaker = Objects.requireNonNull(value, "breaker must not be null");
    ownBreaker = false;
    return this;
  }

  /**
   * Refuses calls with a probability while the target accepts too few.
   *
   * @param value the target's throttle
   * @return this builder
   */
  public GuardBuilder throttle(AdaptiveThrottle value) {
    throttle = Objects.requireNonNull(value, "throttle must not be null");
    return this;
  }

  /**
   * Ends the whole call, its attempts and waits, after a time. No wait begins that would end later.
   *
   * @param value longer than zero
   * @return this builder
   */
  public GuardBuilder deadline(Duration value) {
    deadlineNanos = Nanos.of(Require.positive("deadline", value));
    return this;
  }

  /**
   * Ends each attempt after a time.
   *
   * @param value longer than zero
   * @return this builder
   */
  public GuardBuilder attemptTimeout(Duration value) {
    attemptNanos = Nanos.of(Require.positive("attemptTimeout", value));
    return this;
  }

  /**
   * Declares that the calls may run twice without harm. Needed for hedging, and for retrying an
   * attempt that timed out, which may have had its effect.
   *
   * @return this builder
   */
  public GuardBuilder idempotent() {
    idempotent = true;
    return this;
  }

  /**
   * Sends a second attempt where the first has not answered after a while, and takes whichever
   * answers first. It draws from the budget. Plain calls then run on the executor, too.
   *
   * @param delay after how long; longer than zero. Where it is not known, {@link #hedgeAtP95}
   *     measures it
   * @param runner where attempts of plain calls run; bounded, and the caller's to close
   * @return this builder
   */
  public GuardBuilder hedge(Duration delay, Executor runner) {
    long nanos = Nanos.of(Require.positive("delay", delay));
    hedge = now -> HedgeDelay.fixed(nanos);
    return executor(runner);
  }

  /**
   * As {@link #hedge}, after the 95th percentile of what attempts that went well took in the last
   * 30 s: at least 1 ms, and not before there are a hundred of them. At most one call in twenty is
   * hedged, so that a target that gets slow as a whole is not sent twice the load.
   *
   * @param runner where attempts of plain calls run; bounded, and the caller's to close
   * @return this builder
   */
  public GuardBuilder hedgeAtP95(Executor runner) {
    hedge = HedgeDelay::ofP95;
    return executor(runner);
  }

  /**
   * Sets where the later attempts of an asynchronous call start. The default is the common pool.
   *
   * @param runner the executor, the caller's to close
   * @return this builder
   */
  public GuardBuilder executor(Executor runner) {
    executor = Objects.requireNonNull(runner, "executor must not be null");
    return this;
  }

  /**
   * Replaces the rule of what a failure means, {@link FailureClassifier#standard()}.
   *
   * @param value the rule
   * @return this builder
   */
  public GuardBuilder classify(FailureClassifier value) {
    classifier = Objects.requireNonNull(value, "classifier must not be null");
    return this;
  }

  /**
   * Sets how far a server's Retry-After is followed; the default is {@link
   * RetryAfterMode#STANDARD}.
   *
   * @param mode how far
   * @return this builder
   */
  public GuardBuilder retryAfter(RetryAfterMode mode) {
    retryAfterMode = Objects.requireNonNull(mode, "mode must not be null");
    return this;
  }

  /**
   * Replaces clock, sleep and randomness, for tests. Time limits stay on the machine's own clock.
   *
   * @param newTicker where elapsed time comes from
   * @param newSleeper how to wait
   * @param newRandom where the jitter comes from
   * @return this builder
   */
  public GuardBuilder time(Ticker newTicker, Sleeper newSleeper, RandomSource newRandom) {
    ticker = Objects.requireNonNull(newTicker, "ticker must not be null");
    sleeper = Objects.requireNonNull(newSleeper, "sleeper must not be null");
    random = Objects.requireNonNull(newRandom, "random must not be null");
    return this;
  }

  /**
   * Builds the guard.
   *
   * @return a guard with a copy of the settings
   * @throws IllegalStateException if it would hedge calls that are not declared idempotent
   */
  public Guard build() {
    if (hedge != null && !idempotent) {
      throw new IllegalStateException(
          "hedge needs idempotent(): guard '" + name + "' would run a call twice");
    }
    boolean extra = backoff != null || hedge != null;
    return new Guard(
        new GuardSettings(
            name,
            backoff,
            maxAttempts,
            ownBreaker ? Breaker.named(name).time(ticker, random).build() : breaker,
            budget == null && extra ? RetryBudget.standard() : budget,
            throttle,
            deadlineNanos,
            attemptNanos,
            hedge == null ? null : hedge.apply(ticker.nanos()),
            idempotent,
            executor,
            classifier,
            retryAfterMode,
            ticker,
            sleeper,
            random));
  }
}
