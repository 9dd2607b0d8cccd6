package com.holdwall.benchmarks.dlq;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The limit: poll, process, commit, and nothing else. It watches no rebalance and no outage, and
 * its dead letters carry no headers; they are acknowledged before a commit.
 *
 * @param threads each with a consumer of its own
 * @param everyPoll whether it commits after each poll and waits for that, or once a second
 */
record BareLoop(int threads, boolean everyPoll) implements Contender {

  @Override
  public String name() {
    return "bare loop x" + threads + (everyPoll ? ", commit each poll" : ", commit each second");
  }

  @Override
  public AutoCloseable start(Run run) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            run.bootstrap(),
            "group.id",
            run.group(),
            "auto.offset.reset",
            "earliest",
            "enable.auto.commit",
            false);
    KafkaProducer<byte[], byte[]> letters =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", run.bootstrap(), "linger.ms", 0),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    List<Loop> loops = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Loop loop =
          new Loop(
              new KafkaConsumer<>(
                  settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
              letters,
              run,
              everyPoll);
      loop.start();
      loops.add(loop);
    }
    return () -> {
      loops.forEach(loop -> loop.stopping = true);
      for (Loop loop : loops) {
        loop.join();
      }
      letters.close(Duration.ofSeconds(5));
    };
  }

  private static final class Loop extends Thread {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> letters;
    private final Run run;
    private final boolean everyPoll;
    private final List<Future<?>> sent = new ArrayList<>();
    private volatile boolean stopping;

    Loop(
        KafkaConsumer<byte[], byte[]> consumer,
        KafkaProducer<byte[], byte[]> letters,
        Run run,
        boolean everyPoll) {
      super("bare-loop");
      setDaemon(true);
      this.consumer = consumer;
      this.letters = letters;
      this.run = run;
      this.everyPoll = everyPoll;
    }

    @Override
    public void run() {
      try (consumer) {
        consumer.subscribe(List.of(run.topic(), run.trickle()));
        long last = System.nanoTime();
        while (!stopping) {
          for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
            process(record);
          }
          awaitLetters();
          if (everyPoll) {
            consumer.commitSync();
          } else if (System.nanoTime() - last > TimeUnit.SECONDS.toNanos(1)) {
            last = System.nanoTime();
            consumer.commitAsync();
          }
        }
        consumer.commitSync();
      }
    }

    private void process(ConsumerRecord<byte[], byte[]> record) {
      for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
        try {
          run.work().handle(record.value());
          return;
        } catch (IOException failed) {
          if (attempt < ATTEMPTS) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS));
          }
        }
      }
      sent.add(letters.send(new ProducerRecord<>(run.deadLetters(), record.key(), record.value())));
    }

    private void awaitLetters() {
      try {
        for (Future<?> letter : sent) {
          var unused = letter.get();
        }
        sent.clear();
      } catch (ExecutionException | InterruptedException failed) {
        throw new IllegalStateException(failed);
      }
    }
  }
}
