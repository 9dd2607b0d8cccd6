package com.holdwall.resilience.dlq.jdbc;

import com.holdwall.resilience.Backoff;
import com.holdwall.resilience.FailureClassifier;
import com.holdwall.resilience.Guard;
import com.holdwall.resilience.Jitter;
import com.holdwall.resilience.RandomSource;
import com.holdwall.resilience.RetryBudget;
import com.holdwall.resilience.dlq.BatchHandler;
import com.holdwall.resilience.dlq.RecordHandler;
import com.holdwall.resilience.dlq.RecordReader;
import com.holdwall.resilience.internal.Require;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link ReliableWorker}. The defaults: three attempts in place with backoff from 100 ms,
 * no delayed retries, four handlers at once or as many as there are processors, ten times as many
 * records in hand, 64 MiB of them, leases of 60 s, transactions of 30 s, a look for records every
 * half second. Not thread-safe; may be reused after a build.
 */
public final class ReliableWorkerBuilder {

  private static final int IN_HAND_PER_HANDLER = 10;
  private static final int MOST_HELD = 10_000;
  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);
  private static final Duration LONGEST_LEASE = Duration.ofDays(1);

  private final JdbcQueue queue;
  private final String group;
  private List<String> topics = List.of();
  private @Nullable Guard guard;
  private FailureClassifier classifier = FailureClassifier.standard();
  private List<Duration> delays = List.of();
  private int concurrency = Math.max(4, Runtime.getRuntime().availableProcessors());

  /** Not set yet. */
  private @Nullable Integer maxInHand;

  private long maxInHandBytes = 64L << 20;
  private Duration lease = Duration.ofSeconds(60);
  private Duration transactionLimit = Duration.ofSeconds(30);
  private Duration pollInterval = Duration.ofMillis(500);
  private Duration statementTimeout = Duration.ofSeconds(10);
  private Duration stuckAfter = Duration.ofMinutes(1);
  private Backoff probeBackoff =
      new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10), Jitter.EQUAL);
  private int outageMinimum = 20;
  private Clock clock = Clock.systemUTC();
  private RandomSource random = RandomSource.system();

  ReliableWorkerBuilder(JdbcQueue queue, String group) {
    this.queue = queue;
    this.group = Message.storable("group", group);
  }

  /**
   * Sets which topics' records to take.
   *
   * @param names at least one
   * @return this builder
   * @throws IllegalArgumentException if one is blank
   */
  public ReliableWorkerBuilder topics(String... names) {
    List.of(names).forEach(name -> Message.storable("topic", Require.notBlank("topic", name)));
    topics = List.of(names);
    return this;
  }

  /**
   * Sets what retries in place and, if it has a breaker, knows when the dependency is down. An
   * attempt that takes too long is interrupted. A guard's own retry budget of 500 tokens is soon
   * empty where one record in ten fails twice; the default guard's is as good as unlimited.
   *
   * @param value the guard; may be shared with other callers of the dependency
   * @return this builder
   */
  public ReliableWorkerBuilder guard(Guard value) {
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
  public ReliableWorkerBuilder classify(FailureClassifier value) {
    classifier = Objects.requireNonNull(value, "classifier must not be null");
    return this;
  }

  /**
   * Adds delayed retries, at the price of the order of keys: such a record comes after later ones
   * of its key, as it would out of a retry topic.
   *
   * @param values how long a record is put off each time; whole milliseconds, each longer than the
   *     one before, at most 3,650 days
   * @return this builder
   * @throws IllegalArgumentException if a delay breaks that rule
   */
  public ReliableWorkerBuilder delayedRetries(Duration... values) {
    Duration before = Duration.ZERO;
    for (Duration value : values) {
      boolean whole = value.toNanosPart() % 1_000_000 == 0;
      if (!whole || value.compareTo(before) <= 0 || value.compareTo(Message.LONGEST_DELAY) > 0) {
        throw new IllegalArgumentException(
            "delays must be whole milliseconds, rise, and be at most "
                + Message.LONGEST_DELAY
                + ", but are "
                + Arrays.toString(values));
      }
      before = value;
    }
    delays = List.of(values);
    return this;
  }

  /**
   * Sets how many handlers run at once at most, each with one record or one batch.
   *
   * @param value at least 1
   * @return this builder
   * @throws IllegalArgumentException if it is less
   */
  public ReliableWorkerBuilder concurrency(int value) {
    concurrency = Require.atLeastOne("concurrency", value);
    return this;
  }

  /**
   * Bounds the records leased: what a crash may repeat. The default is ten times the concurrency,
   * and in batches of more than ten the size of a batch times the concurrency.
   *
   * @param value at least 1
   * @return this builder
   * @throws IllegalArgumentException if it is less
   */
  public ReliableWorkerBuilder maxInHand(int value) {
    maxInHand = Require.atLeastOne("maxInHand", value);
    return this;
  }

  /**
   * Bounds the bytes of keys and values in hand.
   *
   * @param value at least 1; the last records leased may exceed it
   * @return this builder
   * @throws IllegalArgumentException if it is less
   */
  public ReliableWorkerBuilder maxInHandBytes(long value) {
    if (value < 1) {
      throw new IllegalArgumentException("maxInHandBytes must be at least 1, but is " + value);
    }
    maxInHandBytes = value;
    return this;
  }

  /**
   * Sets how long a lease lasts: so long the records of a worker that was killed wait. It is
   * prolonged at a third of it.
   *
   * @param value from one second to one day, and longer than getting a connection may take: a lease
   *     that ends under a worker means that its record is processed twice
   * @return this builder
   * @throws IllegalArgumentException if it is outside that
   */
  public ReliableWorkerBuilder lease(Duration value) {
    if (value.compareTo(SHORTEST_LEASE) < 0 || value.compareTo(LONGEST_LEASE) > 0) {
      throw new IllegalArgumentException(
          "lease must be from " + SHORTEST_LEASE + " to " + LONGEST_LEASE + ", but is " + value);
    }
    lease = value;
    return this;
  }

  /**
   * Sets for how long a transaction of a {@link ConnectionHandler} may idle, and each of its
   * statements run: then the server ends it, and the attempt has failed.
   *
   * @param value at least one millisecond
   * @return this builder
   * @throws IllegalArgumentException if it is shorter
   */
  public ReliableWorkerBuilder transactionLimit(Duration value) {
    if (value.compareTo(Duration.ofMillis(1)) < 0) {
      throw new IllegalArgumentException(
          "transactionLimit must be at least PT0.001S, but is " + value);
    }
    transactionLimit = value;
    return this;
  }

  /**
   * Sets how often to look for records while there are none; each wait is drawn between half of it
   * and all of it.
   *
   * @param value longer than zero
   * @return this builder
   * @throws IllegalArgumentException if it is not longer than zero
   */
  public ReliableWorkerBuilder pollInterval(Duration value) {
    pollInterval = Require.positive("pollInterval", value);
    return this;
  }

  /**
   * Sets how long the database may take to answer one of the worker's own statements.
   *
   * @param value longer than zero
   * @return this builder
   * @throws IllegalArgumentException if it is not longer than zero
   */
  public ReliableWorkerBuilder statementTimeout(Duration value) {
    statementTimeout = Require.positive("statementTimeout", value);
    return this;
  }

  /**
   * Sets when a handler that does not come back is a finding.
   *
   * @param value longer than zero
   * @return this builder
   * @throws IllegalArgumentException if it is not longer than zero
   */
  public ReliableWorkerBuilder stuckAfter(Duration value) {
    stuckAfter = Require.positive("stuckAfter", value);
    return this;
  }

  /**
   * Sets when it is an outage: then all records wait and one probes.
   *
   * @param heldRecords when so many were held in a row, that fail for a transient reason without
   *     evidence that others are served, and fewer were processed meanwhile; from 1 to 10,000
   * @param probe how long to wait between probes
   * @return this builder
   * @throws IllegalArgumentException if the number is outside that
   */
  public ReliableWorkerBuilder outage(int heldRecords, Backoff probe) {
    if (heldRecords < 1 || heldRecords > MOST_HELD) {
      throw new IllegalArgumentException(
          "heldRecords must be from 1 to " + MOST_HELD + ", but is " + heldRecords);
    }
    outageMinimum = heldRecords;
    probeBackoff = Objects.requireNonNull(probe, "probe must not be null");
    return this;
  }

  /**
   * Replaces wall clock and randomness, for tests. When a record is due, and a lease ends, is told
   * by the database's clock.
   *
   * @param newClock what the time in a dead letter is
   * @param newRandom where the jitter of polls and probes comes from
   * @return this builder
   */
  public ReliableWorkerBuilder time(Clock newClock, RandomSource newRandom) {
    clock = Objects.requireNonNull(newClock, "clock must not be null");
    random = Objects.requireNonNull(newRandom, "random must not be null");
    return this;
  }

  /**
   * Builds a worker that hands records to a handler one by one, each at least once.
   *
   * @param <V> what values are read as
   * @param reader reads a value
   * @param handler processes a record
   * @return a worker that is not started yet
   * @throws IllegalStateException if no topic is set
   */
  public <V> ReliableWorker build(RecordReader<V> reader, RecordHandler<V> handler) {
    return build(Processor.of(group, reader, handler));
  }

  /**
   * Builds a worker whose handler works on the queue's own database, once for each record.
   *
   * @param <V> what values are read as
   * @param reader reads a value
   * @param handler processes a record on the connection that it gets
   * @return a worker that is not started yet
   * @throws IllegalStateException if no topic is set
   */
  public <V> ReliableWorker buildInTransaction(
      RecordReader<V> reader, ConnectionHandler<V> handler) {
    return build(Processor.of(group, reader, handler));
  }

  /**
   * Builds a worker that hands over some records at once, each at least once. As only the first
   * record of each key is leased, a batch holds one of a key at most, and records of few keys make
   * small batches.
   *
   * @param <V> what values are read as
   * @param reader reads a value
   * @param size how many at most; from 1 to {@link #maxInHand}
   * @param handler processes a batch
   * @return a worker that is not started yet
   * @throws IllegalArgumentException if the size is outside that
   * @throws IllegalStateException if no topic is set
   */
  public <V> ReliableWorker buildBatch(RecordReader<V> reader, int size, BatchHandler<V> handler) {
    Require.atLeastOne("size", size);
    if (maxInHand != null && size > maxInHand) {
      throw new IllegalArgumentException(
          "size must be at most maxInHand, which is " + maxInHand + ", but is " + size);
    }
    return build(Processor.of(group, reader, handler, size));
  }

  private ReliableWorker build(Processor<?> processor) {
    if (topics.isEmpty()) {
      throw new IllegalStateException("no topic is set: worker of group '" + group + "'");
    }
    long perHandler = Math.max(IN_HAND_PER_HANDLER, processor.batchSize());
    int inHand = (int) Math.min(Integer.MAX_VALUE, concurrency * perHandler);
    return new ReliableWorker(
        new WorkerSettings(
            queue,
            group,
            topics,
            processor,
            guard == null ? standardGuard() : guard,
            classifier,
            delays,
            concurrency,
            maxInHand == null ? inHand : maxInHand,
            maxInHandBytes,
            lease,
            transactionLimit,
            pollInterval,
            statementTimeout,
            stuckAfter,
            Backoff.exponential(Duration.ofMillis(200)).withCap(Duration.ofSeconds(10)),
            probeBackoff,
            outageMinimum,
            clock,
            random));
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
