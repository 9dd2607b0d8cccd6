package com.holdwall.resilience.dlq.kafka;

import com.holdwall.resilience.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A member of a consumer group that loses no record. A record counts as done when its handler has
 * processed it, or when its dead letter is acknowledged, and an offset is committed only when all
 * records before it are done. So a crash at any moment means that some records come again, at most
 * those between the last commit and the last poll, and that none is lost.
 *
 * <p>Records of one key are processed one at a time and in order; different keys run at once, on a
 * bounded number of threads. A record without a key has no order. Failures that waiting may mend
 * are retried in place by a {@link com.holdwall.resilience.Guard}, while other keys go on; then in
 * retry topics, where those are wanted; then the record becomes a dead letter. But a record that
 * fails for a transient reason becomes one only on evidence that others like it are served: in an
 * outage consumption waits, and one record probes.
 *
 * <p>Memory is bounded: the records in hand are at most {@code maxInFlight} plus one poll for each
 * partition, and polling stops at {@code maxInFlightBytes}, which one more poll may exceed. A
 * handler that never returns blocks its own lane of keys, and its partition when its window is
 * full; a finding says so.
 *
 * <p>It runs one poll thread, the workers, and one thread that sends; all are daemons. Thread-safe.
 * {@link #close()} it.
 */
public final class ReliableConsumer implements AutoCloseable {

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

  private final ConsumerSettings settings;
  private final Notices notices;
  private final Tally tally = new Tally();
  private final ScheduledThreadPoolExecutor sender;
  private final FloodBreaker breaker;
  private final Holding holding;

  // guarded by this
  private @Nullable Running running;
  private boolean closed;

  private record Running(
      PollLoop loop, Thread thread, Lanes<InFlight> lanes, @Nullable Producers producers) {}

  ReliableConsumer(ConsumerSettings settings) {
    this.settings = settings;
    this.notices = new Notices(settings.clock());
    this.sender =
        new ScheduledThreadPoolExecutor(1, task -> daemon(task, threadName() + "-sender"));
    sender.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    this.breaker = new FloodBreaker(settings.outageMinimum(), Ticker.system());
    this.holding =
        new Holding(
            breaker,
            settings.probeBackoff(),
            settings.random(),
            sender,
            this::outage,
            this::waiting);
  }

  private String threadName() {
    return "holdwall-consumer-" + settings.group();
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Starts to build a consumer.
   *
   * @param group the consumer group
   * @param client what all clients need: {@code bootstrap.servers}, security. It is copied
   * @return a builder with the defaults
   * @throws IllegalArgumentException if the group is blank, or there is no {@code
   *     bootstrap.servers}
   */
  public static ReliableConsumerBuilder builder(String group, Map<String, ?> client) {
    return new ReliableConsumerBuilder(group, client);
  }

  /**
   * Starts to consume. The topics of dead letters and retries are looked at first; while no broker
   * can be reached that goes on in the background, and nothing is consumed before it is done.
   *
   * @return this consumer
   * @throws IllegalStateException if it was started already, or is closed
   * @throws TopicSetupException if such a topic is missing or not safe enough
   * @throws KafkaException if a setting is wrong
   */
  public synchronized ReliableConsumer start() {
    if (running != null || closed) {
      throw new IllegalStateException(
          this + (closed ? " is closed" : " was started") + ": build another one");
    }
    TopicCheck check = new TopicCheck(settings, notices);
    boolean checked = checkNow(check);
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            settings.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    Running started = assemble(consumer, check);
    if (checked) {
      started.loop().checked();
    }
    running = started;
    started.thread().start();
    return this;
  }

  private boolean checkNow(TopicCheck check) {
    try {
      check.run();
      return true;
    } catch (KafkaException later) {
      notices.tell(
          ConsumerEvent.Type.FINDING_RAISED, ConsumerFinding.Kind.BROKER_UNREACHABLE.name(), later);
      return false;
    }
  }

  private Running assemble(KafkaConsumer<byte[], byte[]> consumer, TopicCheck check) {
    Late late = new Late();
    Supplier<Producer<byte[], byte[]>> factory =
        () ->
            new KafkaProducer<>(
                settings.producer(), new ByteArraySerializer(), new ByteArraySerializer());
    Parcels parcels =
        new Parcels(
            settings.names(), settings.retries(), settings.compatibility(), settings.clock());
    Transactions transactions = null;
    Producers producers = null;
    Outbox outbox;
    Committer committer;
    if (settings.transactionalId() != null) {
      transactions =
          new Transactions(
              consumer,
              new TransactionalProducer(factory),
              settings,
              Ticker.system(),
              holding,
              tally,
              notices,
              late::completed);
      outbox = transactions;
      committer = transactions;
    } else {
      producers = new Producers(factory);
      outbox = new Publisher(settings, producers, sender, holding, tally, notices, late::wake);
      committer =
          new OffsetCommitter(consumer, settings, Ticker.system(), tally, notices, late::fail);
    }
    ConsumerParts parts =
        new ConsumerParts(breaker, holding, parcels, outbox, tally, notices, late::completed);
    RecordRunner runner = new RecordRunner(settings, parts, late::fail);
    Lanes<InFlight> lanes = new Lanes<>(threadName(), settings.concurrency(), runner);
    Map<String, Integer> steps = steps();
    Assignment assignment =
        new Assignment(
            consumer, settings, parts, lanes, committer, topic -> steps.getOrDefault(topic, 0));
    PollLoop loop =
        new PollLoop(
            consumer,
            settings,
            parts,
            List.copyOf(steps.keySet()),
            assignment,
            committer,
            transactions,
            runner,
            lanes,
            check);
    late.loop = loop;
    return new Running(loop, daemon(loop, threadName()), lanes, producers);
  }

  /** All topics to subscribe to: the sources are step 0. */
  private Map<String, Integer> steps() {
    Map<String, Integer> steps = new HashMap<>();
    for (String source : settings.topics()) {
      steps.put(source, 0);
      for (int step = 1; step <= settings.retries().steps(); step++) {
        steps.put(settings.names().retryTopic(source, settings.retries().delay(step)), step);
      }
    }
    return steps;
  }

  /** The loop, for those that it is made of. */
  private static final class Late {
    private volatile @Nullable PollLoop loop;

    void wake() {
      PollLoop present = loop;
      if (present != null) {
        present.wake();
      }
    }

    void completed() {
      PollLoop present = loop;
      if (present != null) {
        present.completed();
      }
    }

    void fail(Throwable thrown) {
      PollLoop present = loop;
      if (present != null) {
        present.fail(thrown);
      }
    }
  }

  private void outage(boolean begins) {
    notices.tell(
        begins ? ConsumerEvent.Type.OUTAGE_BEGAN : ConsumerEvent.Type.OUTAGE_ENDED,
        settings.group(),
        null);
    if (begins) {
      notices.raise(
          ConsumerFinding.Kind.OUTAGE,
          settings.group(),
          "Most records of group "
              + settings.group()
              + " fail for a transient reason, or a breaker is open: one record probes, the others"
              + " wait.");
    } else {
      notices.clear(ConsumerFinding.Kind.OUTAGE, settings.group());
    }
    Running present;
    synchronized (this) {
      present = running;
    }
    if (present != null) {
      if (!begins) {
        present.lanes().resume();
      }
      present.loop().wake();
    }
  }

  private @Nullable InFlight waiting() {
    Running present;
    synchronized (this) {
      present = running;
    }
    return present == null ? null : present.lanes().takeWaiting();
  }

  /** {@return the consumer group} */
  public String group() {
    return settings.group();
  }

  /** {@return the topics that records come from, retry topics not included} */
  public List<String> topics() {
    return settings.topics();
  }

  /** {@return the names of its dead-letter and retry topics} */
  public TopicNames names() {
    return settings.names();
  }

  /** {@return what it has done so far, and has in hand} */
  public ConsumerCounts counts() {
    Running present;
    synchronized (this) {
      present = running;
    }
    return new ConsumerCounts(
        tally.processed.sum(),
        tally.failedAttempts.sum(),
        tally.retriesScheduled.sum(),
        tally.retryAttempts.sum(),
        tally.deadLettered.sum(),
        tally.degraded.sum(),
        tally.sendFailures.sum(),
        tally.commits.sum(),
        tally.commitFailures.sum(),
        tally.inFlight,
        tally.inFlightBytes,
        holding.size(),
        present == null ? 0 : present.lanes().parkedKeys(),
        holding.suspended());
  }

  /** {@return what keeps records from being processed now; empty if nothing does} */
  public List<ConsumerFinding> findings() {
    return notices.findings();
  }

  /**
   * Listens to what the consumer does. The listener runs on the consumer's threads and should be
   * quick; what it throws is dropped.
   *
   * @param listener what to tell
   */
  public void onEvent(Consumer<? super ConsumerEvent> listener) {
    notices.listen(Objects.requireNonNull(listener, "listener must not be null"));
  }

  /**
   * {@return whether it consumes; false before the start, after a failure for good, and at the end}
   */
  public synchronized boolean isRunning() {
    return running != null && running.thread().isAlive();
  }

  /** Closes with a timeout of 30 s. */
  @Override
  public void close() {
    close(CLOSE_TIMEOUT);
  }

  /**
   * Stops to start records, waits for those that run and for their dead letters, commits what is
   * finished, and leaves the group. What has not ended by then is interrupted and comes again
   * elsewhere. Closing twice does nothing more.
   *
   * @param timeout how long to wait for running records; longer than zero
   * @throws IllegalArgumentException if it is not longer than zero
   */
  public void close(Duration timeout) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be longer than zero, but is " + timeout);
    }
    Running last;
    synchronized (this) {
      closed = true;
      last = running;
    }
    if (last != null) {
      last.loop().stop(timeout);
      join(last.thread(), timeout.plusSeconds(30));
      if (last.producers() != null) {
        last.producers().close(Duration.ofSeconds(5));
      }
      last.lanes().close();
    }
    List<Runnable> unused = new ArrayList<>(sender.shutdownNow());
  }

  private static void join(Thread thread, Duration timeout) {
    try {
      thread.join(timeout.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return "ReliableConsumer[" + settings.group() + "]";
  }
}
