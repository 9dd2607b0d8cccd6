package com.holdwall.resilience.dlq.kafka;

import com.holdwall.resilience.Ticker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Puts the parts of a consumer together: at least once, or in transactions. */
record Assembly(
    ConsumerSettings settings,
    Notices notices,
    Tally tally,
    ScheduledThreadPoolExecutor sender,
    FloodBreaker breaker,
    Holding holding) {

  static String threadName(ConsumerSettings settings) {
    return "holdwall-consumer-" + settings.group();
  }

  static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  Engine.Running assemble(TopicCheck check) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            settings.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    Late late = new Late();
    Delivering delivering =
        settings.transactionalId() == null ? atLeastOnce(consumer, late) : inOne(consumer, late);
    Parcels parcels =
        new Parcels(
            settings.names(), settings.retries(), settings.compatibility(), settings.clock());
    ConsumerParts parts =
        new ConsumerParts(
            breaker, holding, parcels, delivering.outbox, tally, notices, late::completed);
    RecordRunner runner = new RecordRunner(settings, parts, late::fail);
    Lanes<InFlight> lanes = new Lanes<>(threadName(settings), settings.concurrency(), runner);
    Map<String, Integer> steps = steps();
    Assignment assignment =
        new Assignment(
            consumer,
            settings,
            parts,
            lanes,
            delivering.committer,
            topic -> steps.getOrDefault(topic, 0));
    PollLoop loop =
        new PollLoop(
            consumer,
            settings,
            parts,
            List.copyOf(steps.keySet()),
            assignment,
            delivering.committer,
            delivering.transactions,
            runner,
            lanes,
            check);
    late.loop = loop;
    return new Engine.Running(
        loop, daemon(loop, threadName(settings)), lanes, delivering.producers);
  }

  /** What sends and commits. */
  private record Delivering(
      Outbox outbox,
      Committer committer,
      @Nullable Transactions transactions,
      @Nullable Producers producers) {}

  private Producer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        settings.producer(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  private Delivering inOne(KafkaConsumer<byte[], byte[]> consumer, Late late) {
    Transactions transactions =
        new Transactions(
            consumer,
            new TransactionalProducer(this::producer),
            settings,
            Ticker.system(),
            holding,
            tally,
            notices,
            late::completed);
    return new Delivering(transactions, transactions, transactions, null);
  }

  private Delivering atLeastOnce(KafkaConsumer<byte[], byte[]> consumer, Late late) {
    Producers producers = new Producers(this::producer);
    return new Delivering(
        new Publisher(settings, producers, sender, holding, tally, notices, late::wake),
        new OffsetCommitter(consumer, settings, Ticker.system(), tally, notices, late::fail),
        null,
        producers);
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
}
