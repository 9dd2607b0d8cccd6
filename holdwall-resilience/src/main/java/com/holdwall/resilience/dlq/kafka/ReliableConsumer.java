package com.holdwall.resilience.dlq.kafka;

import com.holdwall.resilience.internal.Require;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;

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
 * fails for a transient reason becomes one only on evidence that others are served: until then it
 * is held and tried again. In an outage consumption waits, and one record at a time probes, a held
 * one and one that never failed by turns. Where nothing but such failures is left to process,
 * records are held until others come.
 *
 * <p>Memory is bounded: the records in hand are at most {@code maxInFlight} plus one poll for each
 * partition, twice {@code maxInFlight} while its first record is held, and as many again that wait
 * for the commit of a transaction. Polling of a partition stops at its even share of {@code
 * maxInFlightBytes}, or twice that while its first record is held, which one more poll may exceed,
 * and so may what waits for that commit, as much again. A handler that never returns blocks its own
 * lane of keys, those of other partitions among them, and its partition when its window is full; a
 * finding says so.
 *
 * <p>It runs one poll thread, the workers, and one thread that sends; all are daemons. Thread-safe.
 * {@link #close()} it.
 */
public final class ReliableConsumer implements AutoCloseable {

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

  private final ConsumerSettings settings;
  private final Notices notices;
  private final Engine engine;

  // guarded by this
  private boolean started;
  private boolean closed;

  ReliableConsumer(ConsumerSettings settings) {
    this.settings = settings;
    this.notices = new Notices(settings.clock());
    this.engine = new Engine(settings, notices);
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
    if (started || closed) {
      throw new IllegalStateException(
          this + (closed ? " is closed" : " was started") + ": build another one");
    }
    engine.start();
    started = true;
    return this;
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
    return engine.counts();
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
  public boolean isRunning() {
    return engine.isRunning();
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
    Require.positive("timeout", timeout);
    synchronized (this) {
      closed = true;
    }
    engine.close(timeout);
  }

  @Override
  public String toString() {
    return "ReliableConsumer[" + settings.group() + "]";
  }
}
