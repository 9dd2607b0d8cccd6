package com.holdwall.probes.kafka;

import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.internal.Require;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.IsolationLevel;
import org.jspecify.annotations.Nullable;

/** Collects what a {@link ConsumerLagProbe} needs. Not thread-safe. */
public final class ConsumerLagProbeBuilder {

  final AdminHandle admin;
  final String group;
  ProbeSettings settings = ProbeSettings.defaults();
  final Set<String> topics = new HashSet<>();
  final Set<String> retryTopics = new HashSet<>();
  String deadLetterTopic = "";
  Duration window = Duration.ofMinutes(5);
  Duration maxPollInterval = Duration.ofMinutes(5);
  IsolationLevel isolation = IsolationLevel.READ_UNCOMMITTED;
  long allowedLag;
  long growingFrom = 1_000;
  Duration growingFromTime = Duration.ofMinutes(1);
  boolean startsAtTheBeginning;
  double failingAt = 0.05;
  double retryLoopAt = 0.5;
  @Nullable ProcessingStatistics processing;
  @Nullable PollTimes polls;
  LongSupplier nanoTime = System::nanoTime;
  Clock clock = Clock.systemUTC();

  ConsumerLagProbeBuilder(AdminHandle admin, String group) {
    this.admin = admin;
    this.group = notBlank("group", group);
  }

  private static String notBlank(String name, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(name + " must not be blank, but is '" + value + "'");
    }
    return value;
  }

  /**
   * Sets when the probe runs.
   *
   * @param changed the settings; {@link ProbeSettings#defaults()} by default
   * @return this
   */
  public ConsumerLagProbeBuilder settings(ProbeSettings changed) {
    settings = Objects.requireNonNull(changed, "settings must not be null");
    return this;
  }

  /**
   * Adds a topic that the group should read. The topics of its members and of its commits are
   * looked at in any case; one named here also while the group has neither.
   *
   * @param name the topic's name
   * @return this
   * @throws IllegalArgumentException if it is blank
   */
  public ConsumerLagProbeBuilder topic(String name) {
    topics.add(notBlank("topic", name));
    return this;
  }

  /**
   * Sets the topic into which the service puts what it cannot process.
   *
   * @param name the topic's name; it may come into being later
   * @return this
   * @throws IllegalArgumentException if it is blank
   */
  public ConsumerLagProbeBuilder deadLetterTopic(String name) {
    deadLetterTopic = notBlank("deadLetterTopic", name);
    return this;
  }

  /**
   * Adds a topic in which the group's records wait for their next attempt. What waits there is not
   * lag: it is told as {@code kafka_consumer_retry_depth} instead.
   *
   * @param name the topic's name; it may come into being later
   * @return this
   * @throws IllegalArgumentException if it is blank
   */
  public ConsumerLagProbeBuilder retryTopic(String name) {
    retryTopics.add(notBlank("retryTopic", name));
    return this;
  }

  /**
   * Sets over how long the lag is judged.
   *
   * @param length five of the probe's intervals at least, checked at {@link #build()}; five minutes
   *     by default
   * @return this
   * @throws IllegalArgumentException if it is not longer than zero
   */
  public ConsumerLagProbeBuilder window(Duration length) {
    window = Require.positive("window", length);
    return this;
  }

  /**
   * Sets from which lag on it counts as large, and growth as a symptom.
   *
   * @param records so many records that were not consumed, 1 or more; 1,000 by default
   * @param age or records that are so old; one minute by default
   * @return this
   * @throws IllegalArgumentException if one of them is out of range
   */
  public ConsumerLagProbeBuilder growingFrom(long records, Duration age) {
    if (records < 1) {
      throw new IllegalArgumentException("records must be 1 or more, but is " + records);
    }
    growingFrom = records;
    growingFromTime = Require.positive("age", age);
    return this;
  }

  /**
   * Says that the group's consumers read committed records only ({@code
   * isolation.level=read_committed}): then the end is that of the committed ones. A lag of 1 is
   * allowed, as the mark that ends a transaction takes an offset and is never consumed.
   *
   * @return this
   */
  public ConsumerLagProbeBuilder readCommitted() {
    isolation = IsolationLevel.READ_COMMITTED;
    allowedLag = Math.max(1, allowedLag);
    return this;
  }

  /**
   * Sets which lag is none.
   *
   * @param records up to this; 0 or more for each partition; 0 by default. Set it to 1 or more
   *     where producers use transactions
   * @return this
   * @throws IllegalArgumentException if it is negative
   */
  public ConsumerLagProbeBuilder allowedLag(long records) {
    if (records < 0) {
      throw new IllegalArgumentException("allowedLag must be 0 or more, but is " + records);
    }
    allowedLag = records;
    return this;
  }

  /**
   * Says where the group's consumers start in a partition without a commit, as their {@code
   * auto.offset.reset} does: it decides whether what is stored there is lag.
   *
   * @param reset {@code earliest} or {@code latest}; {@code latest} by default, as Kafka's
   * @return this
   * @throws IllegalArgumentException if it is neither
   */
  public ConsumerLagProbeBuilder autoOffsetReset(String reset) {
    if (!reset.equals("earliest") && !reset.equals("latest")) {
      throw new IllegalArgumentException(
          "autoOffsetReset must be earliest or latest, but is '" + reset + "'");
    }
    startsAtTheBeginning = reset.equals("earliest");
    return this;
  }

  /**
   * Sets for how long the lag of a group that rebalances is taken from before.
   *
   * @param length the consumers' {@code max.poll.interval.ms}; five minutes by default, as Kafka's
   * @return this
   * @throws IllegalArgumentException if it is not longer than zero
   */
  public ConsumerLagProbeBuilder maxPollInterval(Duration length) {
    maxPollInterval = Require.positive("maxPollInterval", length);
    return this;
  }

  /**
   * Gives the service's own consumers, whose metrics tell how long they take between polls. Without
   * them that is not evaluable.
   *
   * @param own the consumers in this process; they are not closed
   * @return this
   */
  public ConsumerLagProbeBuilder consumers(Collection<? extends Consumer<?, ?>> own) {
    polls = new PollTimes(List.copyOf(own));
    return this;
  }

  /**
   * Gives what the service's handlers count. Without it, records that are lost at lag 0 are not
   * evaluable.
   *
   * @param statistics such as {@link RecordStatistics}
   * @return this
   */
  public ConsumerLagProbeBuilder processing(ProcessingStatistics statistics) {
    processing = Objects.requireNonNull(statistics, "statistics must not be null");
    return this;
  }

  /**
   * Sets from which share of failed records on handlers count as failing.
   *
   * @param share of the records of the window, above 0 and at most 1, of ten failures at least;
   *     0.05 by default
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public ConsumerLagProbeBuilder failingAt(double share) {
    failingAt = share("failingAt", share);
    return this;
  }

  /**
   * Sets from which share of records that come again on the service counts as sending itself the
   * same records over and over.
   *
   * @param share of the records of the window, above 0 and at most 1, of ten retries at least; 0.5
   *     by default
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public ConsumerLagProbeBuilder retryLoopAt(double share) {
    retryLoopAt = share("retryLoopAt", share);
    return this;
  }

  private static double share(String name, double value) {
    if (!(value > 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be in (0, 1], but is " + value);
    }
    return value;
  }

  ConsumerLagProbeBuilder nanoTime(LongSupplier clock) {
    nanoTime = clock;
    return this;
  }

  /**
   * Builds the probe. It sends nothing before its first check.
   *
   * @return the probe
   * @throws IllegalArgumentException if the window is shorter than five of the probe's intervals
   */
  public ConsumerLagProbe build() {
    Duration least = settings.interval().multipliedBy(LagHistory.LEAST_SLOTS);
    if (window.compareTo(least) < 0) {
      throw new IllegalArgumentException(
          "window must be five intervals of "
              + settings.interval().toMillis()
              + " ms at least, but is "
              + window);
    }
    return new ConsumerLagProbe(this);
  }
}
