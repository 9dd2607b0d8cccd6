package com.holdwall.resilience.dlq.redrive;

import com.holdwall.resilience.Sleeper;
import com.holdwall.resilience.Ticker;
import com.holdwall.resilience.internal.Require;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Describes a {@link Redrive}. The defaults: all letters, 50 a second, three times at most, no
 * allowed topic, audited to the log. Not thread-safe; may be reused after {@link #build()}.
 */
public final class RedriveBuilder {

  private static final System.Logger LOG = System.getLogger(Redrive.class.getName());

  /** What SQS allows at most; faster is no redrive but a load test. */
  private static final int FASTEST = 500;

  private final String topic;
  private final Map<String, Object> client;
  private Set<String> allowed = Set.of();
  private Predicate<Letter> filter = LetterFilter.all();
  private int perSecond = 50;
  private int maxReplays = 3;
  private String operator = "unknown";
  private String task = "default";
  private Consumer<RedriveEntry> audit =
      entry -> LOG.log(System.Logger.Level.INFO, "Redrive: {0}", entry);
  private Clock clock = Clock.systemUTC();
  private Ticker ticker = Ticker.system();
  private Sleeper sleeper = Sleeper.system();

  RedriveBuilder(String topic, Map<String, ?> client) {
    this.topic = Require.notBlank("topic", topic);
    this.client = new HashMap<>(client);
  }

  /**
   * Sets to which topics letters may go back; a letter from elsewhere is refused. A header is only
   * a claim, and must not send records anywhere.
   *
   * @param topics source topics
   * @return this builder
   */
  public RedriveBuilder to(String... topics) {
    allowed = Set.of(topics);
    return this;
  }

  /**
   * Sets which letters; see {@link LetterFilter}.
   *
   * @param value takes those to put back
   * @return this builder
   */
  public RedriveBuilder filter(Predicate<Letter> value) {
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
  public RedriveBuilder perSecond(int value) {
    if (value < 1 || value > FASTEST) {
      throw new IllegalArgumentException(
          "perSecond must be from 1 to " + FASTEST + ", but is " + value);
    }
    perSecond = value;
    return this;
  }

  /**
   * Sets how often a letter may be put back; then it goes to {@code parked.<source topic>}.
   *
   * @param value at least 1
   * @return this builder
   * @throws IllegalArgumentException if it is less than 1
   */
  public RedriveBuilder maxReplays(int value) {
    maxReplays = Require.atLeastOne("maxReplays", value);
    return this;
  }

  /**
   * Names the task, whose progress is kept.
   *
   * @param value the task; not blank
   * @return this builder
   * @throws IllegalArgumentException if it is blank
   */
  public RedriveBuilder task(String value) {
    task = Require.notBlank("task", value);
    return this;
  }

  /**
   * Sets who is told what became of each letter.
   *
   * @param who the person, for the audit; not blank
   * @param listener what to tell; in a dry run, too. What it throws ends the run
   * @return this builder
   * @throws IllegalArgumentException if the name is blank
   */
  public RedriveBuilder audit(String who, Consumer<RedriveEntry> listener) {
    operator = Require.notBlank("who", who);
    audit = Objects.requireNonNull(listener, "listener must not be null");
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
  public RedriveBuilder time(Clock newClock, Ticker newTicker, Sleeper newSleeper) {
    clock = Objects.requireNonNull(newClock, "clock must not be null");
    ticker = Objects.requireNonNull(newTicker, "ticker must not be null");
    sleeper = Objects.requireNonNull(newSleeper, "sleeper must not be null");
    return this;
  }

  /** {@return a redrive with a copy of the settings; it has done nothing yet} */
  public Redrive build() {
    Map<String, Object> consumer = new HashMap<>(client);
    consumer.put("group.id", "redrive." + topic + "." + task);
    consumer.put("enable.auto.commit", false);
    consumer.put("auto.offset.reset", "earliest");
    // slow on purpose: what was polled has to be done before the next poll is due
    consumer.put("max.poll.records", 100);
    consumer.put("isolation.level", "read_committed");
    Map<String, Object> producer = new HashMap<>(client);
    producer.put("acks", "all");
    producer.put("enable.idempotence", true);
    producer.put("max.request.size", 16 << 20);
    return new Redrive(
        new RedriveSettings(
            topic,
            Map.copyOf(consumer),
            Map.copyOf(producer),
            allowed,
            filter,
            perSecond,
            maxReplays,
            operator,
            audit,
            Duration.ofSeconds(30),
            clock,
            ticker,
            sleeper));
  }
}
