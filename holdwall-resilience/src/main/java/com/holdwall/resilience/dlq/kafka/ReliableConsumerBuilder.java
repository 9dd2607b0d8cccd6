package com.holdwall.resilience.dlq.kafka;

import com.holdwall.resilience.Backoff;
import com.holdwall.resilience.FailureClassifier;
import com.holdwall.resilience.Guard;
import com.holdwall.resilience.Jitter;
import com.holdwall.resilience.RandomSource;
import com.holdwall.resilience.RetryBudget;
import com.holdwall.resilience.dlq.BatchHandler;
import com.holdwall.resilience.dlq.Compatibility;
import com.holdwall.resilience.dlq.OutputHandler;
import com.holdwall.resilience.dlq.RecordHandler;
import com.holdwall.resilience.dlq.RecordReader;
import com.holdwall.resilience.internal.Require;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link ReliableConsumer}. The defaults: three attempts in place with backoff from 100
 * ms, no retry topics, dead letters to {@code dlq.<group>.<topic>}, four workers or as many as
 * there are processors, 10,000 records and a poll in hand for each partition, 64 MiB in all,
 * commits every second, at least once. Not thread-safe; may be reused after a build.
 */
public final class ReliableConsumerBuilder {

  private final String group;
  private final ClientSettings clients;
  private List<String> topics = List.of();
  private @Nullable Guard guard;
  private FailureClassifier classifier = FailureClassifier.standard();
  private @Nullable TopicNames names;
  private RetryTopics retries = RetryTopics.none();
  private TopicPolicy topicPolicy = TopicPolicy.check();
  private Set<Compatibility> compatibility = EnumSet.noneOf(Compatibility.class);
  private @Nullable String transactionalId;
  private int concurrency = Math.max(4, Runtime.getRuntime().availableProcessors());

  /** A quick handler on a busy machine outruns a smaller one while a thread waits for its turn. */
  private int maxInFlight = 10_000;

  private long maxInFlightBytes = 64L << 20;
  private Duration commitInterval = Duration.ofSeconds(1);
  private Duration drainTimeout = Duration.ofSeconds(10);
  private Duration stuckAfter = Duration.ofMinutes(1);
  private Backoff sendBackoff =
      Backoff.exponential(Duration.ofMillis(200)).withCap(Duration.ofSeconds(10));
  private Backoff probeBackoff =
      new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10), Jitter.EQUAL);
  private int outageMinimum = 20;
  private Clock clock = Clock.systemUTC();
  private RandomSource random = RandomSource.system();

  ReliableConsumerBuilder(String group, Map<String, ?> client) {
    this.group = Require.notBlank("group", group);
    this.clients = new ClientSettings(group, client);
  }

  /**
   * Sets which topics to consume.
   *
   * @param names at least one
   * @return this builder
   */
  public ReliableConsumerBuilder topics(String... names) {
    topics = List.of(names);
    return this;
  }

  /**
   * Replaces settings of the consumer client, such as {@code max.poll.records}.
   *
   * @param settings by Kafka's names
   * @return this builder
   * @throws IllegalArgumentException if one of them would lose records, such as {@code
   *     enable.auto.commit}
   */
  public ReliableConsumerBuilder consumerSettings(Map<String, ?> settings) {
    clients.consumer(settings);
    return this;
  }

  /**
   * Replaces settings of the producer client, such as {@code compression.type}.
   *
   * @param settings by Kafka's names
   * @return this builder
   * @throws IllegalArgumentException if one of them would lose dead letters, such as {@code acks=1}
   */
  public ReliableConsumerBuilder producerSettings(Map<String, ?> settings) {
    clients.producer(settings);
    return this;
  }

  /**
   * Sets what retries in place and, if it has a breaker, knows when the dependency is down. An
   * attempt's time limit ends the wait for a handler, and not the handler. A guard's own retry
   * budget of 500 tokens is soon empty where one record in ten fails twice: records then get fewer
   * attempts. The default guard's is as good as unlimited.
   *
   * @param value the guard; may be shared with other callers of the dependency
   * @return this builder
   */
  public ReliableConsumerBuilder guard(Guard value) {
    guard = Objects.requireNonNull(value, "guard must not be null");
    return this;
  }

  /**
   * Sets what a failure means: a permanent one makes a dead letter at once, a transient one is held
   * where others fail too. The default is {@link FailureClassifier#standard()}.
   *
   * @param value the rule; a guard of the caller's has one of its own
   * @return this builder
   */
  public ReliableConsumerBuilder classify(FailureClassifier value) {
    classifier = Objects.requireNonNull(value, "classifier must not be null");
    return this;
  }

  /**
   * Sends all dead letters to one topic, such as {@code holdwall-dlq}.
   *
   * @param topic its name
   * @return this builder
   * @throws IllegalArgumentException if Kafka allows no topic of that name
   */
  public ReliableConsumerBuilder deadLetterTopic(String topic) {
    names = TopicNames.withDeadLetterTopic(group, topic);
    return this;
  }

  /**
   * Adds retry topics, at the price of the order of keys: see {@link RetryTopics}.
   *
   * @param value after which delays
   * @return this builder
   */
  public ReliableConsumerBuilder retryTopics(RetryTopics value) {
    retries = Objects.requireNonNull(value, "retries must not be null");
    return this;
  }

  /**
   * Sets what the topics of dead letters and retries have to be like.
   *
   * @param value the rule
   * @return this builder
   */
  public ReliableConsumerBuilder topicPolicy(TopicPolicy value) {
    topicPolicy = Objects.requireNonNull(value, "topicPolicy must not be null");
    return this;
  }

  /**
   * Writes headers of other systems beside the library's own.
   *
   * @param styles whose
   * @return this builder
   */
  public ReliableConsumerBuilder compatibility(Compatibility... styles) {
    compatibility = EnumSet.noneOf(Compatibility.class);
    compatibility.addAll(List.of(styles));
    return this;
  }

  /**
   * Writes outputs, retries, dead letters and offsets in transactions, so that who reads committed
   * records sees each output once. What a handler does elsewhere is still done at least once.
   *
   * @param id the {@code transactional.id}: another one for each member of the group that runs at
   *     the same time, and the same one after a restart
   * @return this builder
   * @throws IllegalArgumentException if it is blank
   */
  public ReliableConsumerBuilder exactlyOnce(String id) {
    transactionalId = Require.notBlank("id", id);
    return this;
  }

  /**
   * Sets how many records are processed at once at most.
   *
   * @param value at least 1
   * @return this builder
   * @throws IllegalArgumentException if it is less
   */
  public ReliableConsumerBuilder concurrency(int value) {
    concurrency = Require.atLeastOne("concurrency", value);
    return this;
  }

  /**
   * Bounds the records of a partition between the first that is not done and the last polled: what
   * a crash may repeat.
   *
   * @param value at least 1; one poll may exceed it. While the first of them is held, twice as many
   *     may be in hand: only others can show that it is not an outage
   * @return this builder
   * @throws IllegalArgumentException if it is less
   */
  public ReliableConsumerBuilder maxInFlight(int value) {
    maxInFlight = Require.atLeastOne("maxInFlight", value);
    return this;
  }

  /**
   * Bounds the bytes in hand: keys, values, and 256 bytes for each record beside them. Each
   * assigned partition has an even share, so that one whose handler hangs leaves the others theirs.
   *
   * @param value at least 1; one poll may exceed it. While the first record of a partition is held,
   *     its share is twice as large
   * @return this builder
   * @throws IllegalArgumentException if it is less
   */
  public ReliableConsumerBuilder maxInFlightBytes(long value) {
    if (value < 1) {
      throw new IllegalArgumentException("maxInFlightBytes must be at least 1, but is " + value);
    }
    maxInFlightBytes = value;
    return this;
  }

  /**
   * Sets how often offsets are committed, or transactions.
   *
   * @param value longer than zero
   * @return this builder
   * @throws IllegalArgumentException if it is not longer than zero
   */
  public ReliableConsumerBuilder commitInterval(Duration value) {
    commitInterval = Require.positive("commitInterval", value);
    return this;
  }

  /**
   * Sets how long a rebalance waits for running records of partitions that go away.
   *
   * @param value longer than zero; keep it well below {@code max.poll.interval.ms}
   * @return this builder
   * @throws IllegalArgumentException if it is not longer than zero
   */
  public ReliableConsumerBuilder drainTimeout(Duration value) {
    drainTimeout = Require.positive("drainTimeout", value);
    return this;
  }

  /**
   * Sets when a handler that does not come back is a finding.
   *
   * @param value longer than zero
   * @return this builder
   * @throws IllegalArgumentException if it is not longer than zero
   */
  public ReliableConsumerBuilder stuckAfter(Duration value) {
    stuckAfter = Require.positive("stuckAfter", value);
    return this;
  }

  /**
   * Sets when it is an outage: then all records wait and one probes.
   *
   * @param heldRecords at how many records that fail for a transient reason, without evidence that
   *     others are served; at least 1
   * @param probe how long to wait between probes
   * @return this builder
   * @throws IllegalArgumentException if the number is less than 1
   */
  public ReliableConsumerBuilder outage(int heldRecords, Backoff probe) {
    outageMinimum = Require.atLeastOne("heldRecords", heldRecords);
    probeBackoff = Objects.requireNonNull(probe, "probe must not be null");
    return this;
  }

  /**
   * Replaces wall clock and randomness, for tests.
   *
   * @param newClock what the time in headers is, and when a retry is due
   * @param newRandom where the jitter of sends and probes comes from
   * @return this builder
   */
  public ReliableConsumerBuilder time(Clock newClock, RandomSource newRandom) {
    clock = Objects.requireNonNull(newClock, "clock must not be null");
    random = Objects.requireNonNull(newRandom, "random must not be null");
    return this;
  }

  /**
   * Builds a consumer that hands records to a handler one by one.
   *
   * @param <V> what values are read as
   * @param reader reads a value
   * @param handler processes a record
   * @return a consumer that is not started yet
   * @throws IllegalStateException if no topic is set
   */
  public <V> ReliableConsumer build(RecordReader<V> reader, RecordHandler<V> handler) {
    Objects.requireNonNull(handler, "handler must not be null");
    return build(Processor.of(group, reader, (delivery, outputs) -> handler.handle(delivery)));
  }

  /**
   * Builds a consumer whose handler makes other records out of each.
   *
   * @param <V> what values are read as
   * @param reader reads a value
   * @param handler processes a record into others
   * @return a consumer that is not started yet
   * @throws IllegalStateException if no topic is set
   */
  public <V> ReliableConsumer buildWithOutputs(RecordReader<V> reader, OutputHandler<V> handler) {
    Objects.requireNonNull(handler, "handler must not be null");
    return build(Processor.of(group, reader, handler));
  }

  /**
   * Builds a consumer that hands over some records at once.
   *
   * @param <V> what values are read as
   * @param reader reads a value
   * @param size how many at most; at least 1
   * @param handler processes a batch
   * @return a consumer that is not started yet
   * @throws IllegalArgumentException if the size is less than 1
   * @throws IllegalStateException if no topic is set
   */
  public <V> ReliableConsumer buildBatch(
      RecordReader<V> reader, int size, BatchHandler<V> handler) {
    Objects.requireNonNull(handler, "handler must not be null");
    return build(Processor.of(group, reader, handler, Require.atLeastOne("size", size)));
  }

  private ReliableConsumer build(Processor<?> processor) {
    if (topics.isEmpty()) {
      throw new IllegalStateException("no topic is set: consumer of group '" + group + "'");
    }
    TopicNames chosen = names == null ? TopicNames.ofGroup(group) : names;
    requireLegal(chosen);
    return new ReliableConsumer(
        new ConsumerSettings(
            group,
            topics,
            clients.consumer(transactionalId != null),
            clients.producer(transactionalId),
            clients.admin(),
            processor,
            guard == null ? standardGuard() : guard,
            classifier,
            chosen,
            retries,
            topicPolicy,
            Set.copyOf(compatibility),
            transactionalId,
            concurrency,
            maxInFlight,
            maxInFlightBytes,
            commitInterval,
            drainTimeout,
            stuckAfter,
            sendBackoff,
            probeBackoff,
            outageMinimum,
            clock,
            random));
  }

  /** A name that is too long has to show now, and not at the first dead letter. */
  private void requireLegal(TopicNames chosen) {
    for (String topic : topics) {
      String unused = chosen.deadLetterTopic(topic);
      for (int step = 1; step <= retries.steps(); step++) {
        unused = chosen.retryTopic(topic, retries.delay(step));
      }
    }
  }

  private Guard standardGuard() {
    return Guard.named(group)
        .retry(Backoff.exponential(Duration.ofMillis(100)).withCap(Duration.ofSeconds(2)))
        // what limits retries here is the number of records in hand, and the hold in an outage
        .budget(RetryBudget.ofTokens(Integer.MAX_VALUE))
        .classify(classifier)
        .build();
  }
}
