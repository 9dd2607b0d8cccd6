package com.holdwall.probes.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A topic, a producer at an adjustable rate and a consumer group of one, as a service has them: the
 * consumer commits whatever becomes of a record. It can be made slow, made to stand still, made to
 * fail, or closed and started again.
 */
public final class EventTraffic implements AutoCloseable {

  /** What the consumer does. */
  public enum Mode {
    /** It takes every record. */
    READING,
    /** It takes at most ten records five times a second. */
    SLOW,
    /** It stays in its group and takes nothing. */
    STANDING,
    /** It takes every record, and its handler fails. */
    FAILING
  }

  public static final String TOPIC = "holdwall-events";
  public static final String GROUP = "holdwall-pipeline-worker";

  private final String bootstrap;
  private final int partitions;
  private final Admin admin;
  private final KafkaProducer<String, String> producer;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final RecordStatistics statistics = RecordStatistics.create();
  private final AtomicLong sent = new AtomicLong();
  private volatile int perTick = 1;
  private volatile Mode mode = Mode.READING;
  private volatile boolean stopped;

  /** Whether the reader has records whose commit has not succeeded; its own. */
  private boolean uncommitted;

  private @Nullable Thread reader;

  public EventTraffic(String bootstrap, int partitions) {
    this.bootstrap = bootstrap;
    this.partitions = partitions;
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrap, "client.id", "test-traffic"));
    create(TOPIC, partitions);
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                200,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                2_000,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                4_000),
            new StringSerializer(),
            new StringSerializer());
    startReader();
    var unused = clock.scheduleWithFixedDelay(this::tick, 0, 50, TimeUnit.MILLISECONDS);
  }

  public Admin admin() {
    return admin;
  }

  public RecordStatistics statistics() {
    return statistics;
  }

  public void create(String topic, int count) {
    try {
      admin
          .createTopics(List.of(new NewTopic(topic, count, (short) 1)))
          .all()
          .get(30, TimeUnit.SECONDS);
      // The controller has it; the broker, which everybody else asks, hears of it a little later.
      Awaitility.await("topic " + topic)
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .until(() -> described(topic).size() == count);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException("topic " + topic + " cannot be created", e);
    }
  }

  private List<TopicPartitionInfo> described(String topic) throws Exception {
    return admin
        .describeTopics(List.of(topic))
        .allTopicNames()
        .get(10, TimeUnit.SECONDS)
        .getOrDefault(topic, new TopicDescription(topic, false, List.of()))
        .partitions();
  }

  /** Changes how many records are sent every 50 ms; 1 at first. */
  public void produce(int recordsPerTick) {
    perTick = recordsPerTick;
  }

  public void mode(Mode next) {
    mode = next;
  }

  /**
   * Sends one record at once. By a producer of its own, with Kafka's own patience: the traffic's
   * soon gives up, and forgets what a new topic's leader does not take at once.
   */
  public void send(String topic) {
    try (KafkaProducer<String, String> patient =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap),
            new StringSerializer(),
            new StringSerializer())) {
      patient.send(new ProducerRecord<>(topic, "value")).get(60, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException("a record cannot be sent to " + topic, e);
    }
  }

  private void tick() {
    for (int i = 0; i < perTick; i++) {
      int partition = (int) (sent.getAndIncrement() % partitions);
      try {
        var unused = producer.send(new ProducerRecord<>(TOPIC, partition, null, "value"));
      } catch (KafkaException broken) {
        // The broker is away: that is what the tests do.
        return;
      }
    }
  }

  public synchronized void startReader() {
    stopped = false;
    Thread thread = new Thread(this::read, "test-reader");
    thread.setDaemon(true);
    thread.start();
    reader = thread;
  }

  public synchronized void stopReader() {
    stopped = true;
    Thread thread = reader;
    reader = null;
    if (thread != null) {
      try {
        thread.join(20_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void read() {
    try (KafkaConsumer<String, String> consumer = consumer(bootstrap, GROUP, Map.of())) {
      consumer.subscribe(List.of(TOPIC));
      while (!stopped) {
        try {
          turn(consumer);
        } catch (KafkaException broken) {
          // As above; the next turn tries again.
          LockSupport.parkNanos(50_000_000);
        }
      }
    }
  }

  private void turn(KafkaConsumer<String, String> consumer) {
    Mode now = mode;
    if (now == Mode.STANDING) {
      consumer.pause(consumer.assignment());
    } else {
      consumer.resume(consumer.paused());
    }
    if (now == Mode.SLOW) {
      LockSupport.parkNanos(200_000_000);
    }
    var records = consumer.poll(Duration.ofMillis(50));
    for (ConsumerRecord<String, String> record : records) {
      statistics.handled(record.timestamp(), now != Mode.FAILING, RetryCount.of(record.headers()));
    }
    uncommitted |= !records.isEmpty();
    if (uncommitted) {
      // One that fails is made up for, though nothing new comes.
      consumer.commitSync(Duration.ofSeconds(1));
      uncommitted = false;
    }
  }

  /** A consumer that commits only when told to. */
  public static KafkaConsumer<String, String> consumer(
      String bootstrap, String group, Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>();
    config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    // Longer than a busy machine may keep the heartbeats back: no test waits for its end.
    config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
    config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 300);
    config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_500);
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 3_000);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10);
    // A batch or so: else a slow reader has a long row of one partition's records in hand, and the
    // others seem to stand still while it works through them.
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1_024);
    config.putAll(more);
    return new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
  }

  /** Deletes a topic; nothing happens if there is none. */
  public void delete(String topic) {
    try {
      admin.deleteTopics(List.of(topic)).all().get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
        throw new IllegalStateException("topic " + topic + " cannot be deleted", e);
      }
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException("topic " + topic + " cannot be deleted", e);
    }
  }

  /** Leaves the server as it was, for the next. */
  @Override
  public void close() {
    clock.shutdownNow();
    stopReader();
    producer.close(Duration.ZERO);
    try {
      delete(TOPIC);
      admin.deleteConsumerGroups(List.of(GROUP)).all().get(30, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      // Gone with its topic, or with the server.
    } finally {
      admin.close(Duration.ZERO);
    }
  }
}
