package com.holdwall.resilience.dlq.redrive;

import com.holdwall.resilience.internal.Require;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Puts the letters of a dead-letter topic back where they came from: with their own key, value and
 * headers, the letter's stable id, and a count of how often. It is bounded by the end of the topic
 * when it starts, so that a letter which comes back at once is not put back for ever; a letter that
 * was put back often enough is parked. Each record is acknowledged before its letter counts as
 * done, so that an interrupted run goes on where it stopped, and repeats some letters at most.
 *
 * <p>A task's progress is kept under its group, {@code redrive.<dead-letter topic>.<task>}: letters
 * that its filter leaves out are not looked at again by the same task. Two runs of one task at the
 * same time are refused. Immutable; may run more than once. Owns nothing between runs.
 */
public final class Redrive {

  private static final Duration POLL = Duration.ofMillis(200);

  private final RedriveSettings settings;

  Redrive(RedriveSettings settings) {
    this.settings = settings;
  }

  /**
   * Starts to describe a redrive.
   *
   * @param deadLetterTopic where the letters are
   * @param client what all clients need: {@code bootstrap.servers}, security. It is copied
   * @return a builder with the defaults
   */
  public static RedriveBuilder from(String deadLetterTopic, Map<String, ?> client) {
    return new RedriveBuilder(deadLetterTopic, client);
  }

  /**
   * Reads letters, from the first one that the topic still has.
   *
   * @param max how many that the filter takes; at least 1
   * @return the letters, those of a partition in their order
   * @throws IllegalArgumentException if {@code max} is less than 1
   */
  public List<Letter> list(int max) {
    Require.atLeastOne("max", max);
    List<Letter> letters = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      List<TopicPartition> all = partitions(consumer);
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      while (letters.size() < max && !reached(consumer, ends)) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          Letter letter = KafkaLetters.of(record);
          if (letters.size() < max && settings.filter().test(letter)) {
            letters.add(letter);
          }
        }
      }
    }
    return List.copyOf(letters);
  }

  /**
   * Says what {@link #execute()} would do now, and writes nothing.
   *
   * @return the report of a dry run
   */
  public RedriveReport dryRun() {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      List<TopicPartition> all = partitions(consumer);
      consumer.assign(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      rewind(consumer, all);
      return new RedriveRun(settings, consumer, ends).dry();
    }
  }

  /**
   * Puts the letters back.
   *
   * @return what was done
   * @throws IllegalStateException if another run of this task is under way
   * @throws InterruptedException if the thread is interrupted; what is acknowledged is done
   */
  public RedriveReport execute() throws InterruptedException {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      List<TopicPartition> all = partitions(consumer);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      consumer.subscribe(List.of(settings.topic()));
      Set<TopicPartition> owned = join(consumer);
      if (!owned.equals(Set.copyOf(all))) {
        throw new IllegalStateException(
            "another redrive of '" + settings.topic() + "' is under way: it holds some partitions");
      }
      rewind(consumer, all);
      return new RedriveRun(settings, consumer, ends).real();
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        settings.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(settings.topic()).stream()
            .map(info -> new TopicPartition(settings.topic(), info.partition()))
            .toList();
    if (partitions.isEmpty()) {
      throw new IllegalArgumentException("topic '" + settings.topic() + "' does not exist");
    }
    return partitions;
  }

  private Set<TopicPartition> join(KafkaConsumer<byte[], byte[]> consumer) {
    long end = settings.ticker().nanos() + settings.joinTimeout().toNanos();
    while (consumer.assignment().isEmpty() && settings.ticker().nanos() - end < 0) {
      // what this returns is read again: the position is set before the run begins
      var unused = consumer.poll(POLL);
    }
    return Set.copyOf(consumer.assignment());
  }

  private static void rewind(
      KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(partitions));
    Map<TopicPartition, Long> starts = new HashMap<>(consumer.beginningOffsets(partitions));
    for (TopicPartition id : partitions) {
      OffsetAndMetadata done = committed.get(id);
      long start = starts.getOrDefault(id, 0L);
      // retention may have taken letters since
      consumer.seek(id, done == null ? start : Math.max(start, done.offset()));
    }
  }

  static boolean reached(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  @Override
  public String toString() {
    return "Redrive["
        + settings.topic()
        + " to "
        + settings.allowed().stream().sorted().collect(Collectors.joining(", "))
        + "]";
  }
}
