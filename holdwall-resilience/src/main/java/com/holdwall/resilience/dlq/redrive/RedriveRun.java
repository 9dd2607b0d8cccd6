package com.holdwall.resilience.dlq.redrive;

import com.holdwall.resilience.dlq.DeadLetterHeaders;
import com.holdwall.resilience.dlq.DeadLetterInfo;
import com.holdwall.resilience.dlq.RawHeader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** One run from the consumer's position to the ends that were read at its start. */
final class RedriveRun {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final int MAX_REASONS = 100;

  /** Of so many records put back no more than half may come back as letters. */
  private static final int SAMPLE = 100;

  private final RedriveSettings settings;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, Long> ends;
  private final List<String> refused = new ArrayList<>();
  private long refusals;
  private long seen;
  private long replayed;
  private long parked;
  private long filtered;
  private String stopped = "";
  private long nextSend;
  private long sampleEnd;

  RedriveRun(
      RedriveSettings settings,
      KafkaConsumer<byte[], byte[]> consumer,
      Map<TopicPartition, Long> ends) {
    this.settings = settings;
    this.consumer = consumer;
    this.ends = ends;
    this.nextSend = settings.ticker().nanos();
    this.sampleEnd = sum(ends);
  }

  RedriveReport dry() {
    while (!Redrive.reached(consumer, ends)) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        Plan plan = plan(record);
        if (plan != null) {
          done(KafkaLetters.of(record), plan, true);
        }
      }
    }
    return report(true);
  }

  RedriveReport real() throws InterruptedException {
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            settings.producer(), new ByteArraySerializer(), new ByteArraySerializer())) {
      while (stopped.isEmpty() && !Redrive.reached(consumer, ends)) {
        Map<TopicPartition, OffsetAndMetadata> progress = new HashMap<>();
        try {
          for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            if (stopped.isEmpty()) {
              redrive(producer, record);
              progress.put(
                  new TopicPartition(record.topic(), record.partition()),
                  new OffsetAndMetadata(record.offset() + 1));
            }
          }
        } finally {
          if (!progress.isEmpty()) {
            consumer.commitSync(progress);
          }
        }
      }
    }
    return report(false);
  }

  private void redrive(Producer<byte[], byte[]> producer, ConsumerRecord<byte[], byte[]> record)
      throws InterruptedException {
    Plan plan = plan(record);
    if (plan == null) {
      return;
    }
    Letter letter = KafkaLetters.of(record);
    if (plan.action() != RedriveEntry.Action.REFUSED) {
      awaitTurn();
      send(producer, letter, plan);
    }
    done(letter, plan, false);
    if (replayed > 0 && replayed % SAMPLE == 0 && plan.action() == RedriveEntry.Action.REPLAYED) {
      lookBack();
    }
  }

  /** Null where the letter is none of this run's business. */
  private @Nullable Plan plan(ConsumerRecord<byte[], byte[]> record) {
    Long end = ends.get(new TopicPartition(record.topic(), record.partition()));
    if (end == null || record.offset() >= end) {
      return null;
    }
    seen++;
    Letter letter = KafkaLetters.of(record);
    if (!settings.filter().test(letter)) {
      filtered++;
      return null;
    }
    return Plan.of(letter, settings.allowed(), settings.maxReplays());
  }

  private void awaitTurn() throws InterruptedException {
    long now = settings.ticker().nanos();
    settings.sleeper().sleep(nextSend - now);
    nextSend = Math.max(nextSend - now, 0) + now + 1_000_000_000L / settings.perSecond();
  }

  private static void send(Producer<byte[], byte[]> producer, Letter letter, Plan plan)
      throws InterruptedException {
    List<Header> headers = new ArrayList<>();
    List<RawHeader> from =
        plan.action() == RedriveEntry.Action.PARKED
            ? letter.headers()
            : DeadLetterHeaders.forReplay(letter.headers());
    from.forEach(header -> headers.add(new RecordHeader(header.name(), header.value())));
    try {
      var unused =
          producer
              .send(
                  new ProducerRecord<>(
                      plan.target(), null, null, letter.key(), letter.value(), headers))
              .get();
    } catch (ExecutionException failed) {
      throw new KafkaException(
          "letter " + letter + " was not acknowledged by topic " + plan.target(),
          failed.getCause());
    }
  }

  private void done(Letter letter, Plan plan, boolean dry) {
    switch (plan.action()) {
      case REPLAYED -> replayed++;
      case PARKED -> parked++;
      case REFUSED -> {
        refusals++;
        if (refused.size() < MAX_REASONS) {
          refused.add(letter + ": " + plan.reason());
        }
      }
    }
    settings
        .audit()
        .accept(
            new RedriveEntry(
                settings.clock().instant(),
                settings.operator(),
                letter.toString(),
                letter.info().map(DeadLetterInfo::id).orElse(letter.toString()),
                plan.action(),
                plan.target(),
                dry));
  }

  /** Stops what only goes round in a circle. */
  private void lookBack() {
    long end = sum(consumer.endOffsets(ends.keySet()));
    if (end - sampleEnd > SAMPLE / 2) {
      stopped =
          (end - sampleEnd)
              + " letters came while the last "
              + SAMPLE
              + " records were put back:"
              + " their cause is not mended";
    }
    sampleEnd = end;
  }

  private static long sum(Map<TopicPartition, Long> offsets) {
    return offsets.values().stream().mapToLong(Long::longValue).sum();
  }

  private RedriveReport report(boolean dry) {
    return new RedriveReport(dry, seen, replayed, parked, filtered, refused, refusals, stopped);
  }
}
