package com.holdwall.benchmarks.dlq;

import com.holdwall.servers.KafkaServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The one broker of a run, its topics, and what it has to say about them. */
final class Broker implements AutoCloseable {

  private static final int KEYS = 1_000;
  private static final long TRICKLE_NANOS = 20_000_000;

  private final KafkaServer server;
  private final Admin admin;
  private final KafkaProducer<byte[], byte[]> trickle;
  private final Map<String, Integer> partitions = new HashMap<>();
  private long lastTrickle = System.nanoTime();

  Broker() {
    // whoever starts several consumers gets them into the group at once
    server =
        KafkaServer.launch(
            Map.of(
                "group.initial.rebalance.delay.ms", "500",
                // nobody kills it, and a busy machine must not fence it
                "broker.session.timeout.ms", "18000"));
    admin = Admin.create(Map.of("bootstrap.servers", server.bootstrapServers()));
    trickle =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", server.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  String bootstrap() {
    return server.bootstrapServers();
  }

  /** A topic with so many records, filled on first use. */
  String source(int count, int records) {
    String topic = "source-" + count + "-" + records;
    if (!partitions.containsKey(topic)) {
      create(topic, count);
      fill(topic, records);
    }
    return topic;
  }

  void create(String topic, int count) {
    get(admin.createTopics(List.of(new NewTopic(topic, count, (short) 1))).all());
    partitions.put(topic, count);
    // until each partition has its leader: who writes before that may wait for two minutes
    while (!hasLeaders(topic)) {
      LockSupport.parkNanos(10_000_000);
    }
  }

  private boolean hasLeaders(String topic) {
    try {
      return ends(topic).size() == partitions.getOrDefault(topic, 0);
    } catch (IllegalStateException notYet) {
      return false;
    }
  }

  private void fill(String topic, int records) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap(), "linger.ms", 20, "batch.size", 65_536),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < records; i++) {
        byte[] key = ("key" + i % KEYS).getBytes(StandardCharsets.UTF_8);
        var unused = producer.send(new ProducerRecord<>(topic, key, Work.value(i)));
      }
      producer.flush();
    }
    if (size(topic) != records) {
      throw new IllegalStateException(topic + " holds " + size(topic) + " of " + records);
    }
  }

  /** Sends a healthy record, if it is time for one. */
  void trickle(String topic) {
    long now = System.nanoTime();
    if (now - lastTrickle >= TRICKLE_NANOS) {
      lastTrickle = now;
      var unused = trickle.send(new ProducerRecord<>(topic, new byte[0]));
    }
  }

  /** How many records were ever written to a topic. */
  long size(String topic) {
    return ends(topic).values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many records of a topic a group has not committed. */
  long lag(String group, String topic) {
    Map<TopicPartition, OffsetAndMetadata> committed =
        get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    long lag = 0;
    for (Map.Entry<TopicPartition, Long> end : ends(topic).entrySet()) {
      OffsetAndMetadata offset = committed.get(end.getKey());
      lag += end.getValue() - (offset == null ? 0 : offset.offset());
    }
    return lag;
  }

  private Map<TopicPartition, Long> ends(String topic) {
    int count = partitions.getOrDefault(topic, 0);
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    for (int p = 0; p < count; p++) {
      asked.put(new TopicPartition(topic, p), OffsetSpec.latest());
    }
    Map<TopicPartition, Long> ends = new HashMap<>();
    get(admin.listOffsets(asked).all()).forEach((id, end) -> ends.put(id, end.offset()));
    return ends;
  }

  private static <T> T get(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException | InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Override
  public void close() {
    trickle.close(Duration.ofSeconds(5));
    admin.close(Duration.ofSeconds(5));
    server.close();
  }
}
