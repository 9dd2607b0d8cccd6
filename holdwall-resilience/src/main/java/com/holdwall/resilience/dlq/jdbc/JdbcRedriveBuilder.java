package com.holdwall.resilience.dlq.jdbc;

import com.holdwall.resilience.Sleeper;
import com.holdwall.resilience.Ticker;
import com.holdwall.resilience.dlq.redrive.Letter;
import com.holdwall.resilience.dlq.redrive.LetterFilter;
import com.holdwall.resilience.dlq.redrive.RedriveEntry;
import com.holdwall.resilience.internal.Require;
import java.time.Clock;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Describes a {@link JdbcRedrive}. The defaults: all letters, 50 a second, three times at most,
 * audited to the log. Not thread-safe; may be reused after {@link #build()}.
 */
public final class JdbcRedriveBuilder {

  private static final System.Logger LOG = System.getLogger(JdbcRedrive.class.getName());

  /** As {@code dlq.redrive} allows; faster is no redrive but a load test. */
  private static final int FASTEST = 500;

  private final JdbcQueue queue;
  private final String topic;
  private Predicate<Letter> filter = LetterFilter.all();
  private int perSecond = 50;
  private int maxReplays = 3;
  private int limit = Integer.MAX_VALUE;
  private String operator = "unknown";
  private Consumer<RedriveEntry> audit =
      entry -> LOG.log(System.Logger.Level.INFO, "Redrive: {0}", entry);
  private Clock clock = Clock.systemUTC();
  private Ticker ticker = Ticker.system();
  private Sleeper sleeper = Sleeper.system();

  JdbcRedriveBuilder(JdbcQueue queue, String topic) {
    this.queue = queue;
    this.topic = topic;
  }

  /**
   * Sets which letters; see {@link LetterFilter}.
   *
   * @param value takes those to put back
   * @return this builder
   */
  public JdbcRedriveBuilder filter(Predicate<Letter> value) {
    filter = Objects.requireNonNull(value, "filter must not be null");
    return this;
  }

  /**
   * Sets how fast.
   *
   * @param value letters a second, from 1 to 500
   * @return this builder
   * @throws IllegalArgumentException if it is outside that
   */
  public JdbcRedriveBuilder perSecond(int value) {
    if (value < 1 || value > FASTEST) {
      throw new IllegalArgumentException(
          "perSecond must be from 1 to " + FASTEST + ", but is " + value);
    }
    perSecond = value;
    return this;
  }

  /**
   * Sets how often a letter may be put back; then it is parked where it is: no redrive sees it any
   * more, and it is deleted with the other old letters. {@code update … set parked = false} brings
   * it back.
   *
   * @param value at least 1
   * @return this builder
   * @throws IllegalArgumentException if it is less than 1
   */
  public JdbcRedriveBuilder maxReplays(int value) {
    maxReplays = Require.atLeastOne("maxReplays", value);
    return this;
  }

  /**
   * Sets how many letters one run moves at most, parked ones included; no limit without this.
   *
   * @param value at least 1
   * @return this builder
   * @throws IllegalArgumentException if it is less than 1
   */
  public JdbcRedriveBuilder limit(int value) {
    limit = Require.atLeastOne("limit", value);
    return this;
  }

  /**
   * Sets who is told what became of each letter.
   *
   * @param name who asked for the redrive; not blank
   * @param log told after each letter, on the redrive's thread; what it throws ends the run
   * @return this builder
   * @throws IllegalArgumentException if the name is blank
   */
  public JdbcRedriveBuilder audit(String name, Consumer<RedriveEntry> log) {
    operator = Require.notBlank("operator", name);
    audit = Objects.requireNonNull(log, "audit must not be null");
    return this;
  }

  /**
   * Replaces clocks and sleep, for tests.
   *
   * @param newClock what the time in the audit is
   * @param newTicker where elapsed time comes from
   * @param newSleeper how to wait
   * @return this builder
   */
  public JdbcRedriveBuilder time(Clock newClock, Ticker newTicker, Sleeper newSleeper) {
    clock = Objects.requireNonNull(newClock, "clock must not be null");
    ticker = Objects.requireNonNull(newTicker, "ticker must not be null");
    sleeper = Objects.requireNonNull(newSleeper, "sleeper must not be null");
    return this;
  }

  /** {@return the redrive, with a copy of the settings} */
  public JdbcRedrive build() {
    return new JdbcRedrive(
        queue,
        new JdbcRedriveSettings(
            topic, filter, perSecond, maxReplays, limit, operator, audit, clock, ticker, sleeper));
  }
}
