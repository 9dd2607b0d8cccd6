package com.holdwall.resilience.dlq.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Makes topics on a real broker, fills and reads them, and looks at a group's lag. */
public final class TestTopics implements AutoCloseable {

  private final String bootstrap;
  private final Admin admin;
  private final KafkaProducer<byte[], byte[]> producer;

  public TestTopics(String bootstrap) {
    this.bootstrap = bootstrap;
    this.admin = Admin.create(client());
    Map<String, Object> settings = new HashMap<>(client());
    settings.put("linger.ms", 5);
    this.producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  public Map<String, Object> client() {
    return Map.of("bootstrap.servers", bootstrap);
  }

  public Admin admin() {
    return admin;
  }

  public void create(String topic, int partitions) {
    create(topic, partitions, Map.of());
  }

  public void create(String topic, int partitions, Map<String, String> settings) {
    get(
        admin
            .createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(settings)))
            .all());
    // a producer that meets a partition before its leader does may keep a batch for two minutes
    for (int p = 0; p < partitions; p++) {
      TopicPartition id = new TopicPartition(topic, p);
      // any answer will do: who waits for the topic may have written to it already
      await().ignoreExceptions().atMost(Duration.ofSeconds(30)).until(() -> end(id) >= 0);
    }
  }

  public static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  public static String text(byte @Nullable [] bytes) {
    return bytes == null ? "" : new String(bytes, UTF_8);
  }

  public void send(String topic, @Nullable String key, String value) {
    send(new ProducerRecord<>(topic, key == null ? null : bytes(key), bytes(value)));
  }

  public void send(ProducerRecord<byte[], byte[]> record) {
    get(producer.send(record));
  }

  /** Sends many records at once. */
  public void fill(
      String topic, int count, BiFunction<Integer, String, ProducerRecord<byte[], byte[]>> of) {
    List<Future<?>> sent = new ArrayList<>();
    IntStream.range(0, count).forEach(i -> sent.add(producer.send(of.apply(i, topic))));
    producer.flush();
    sent.forEach(TestTopics::get);
  }

  /** Everything in a topic now, by partition and offset, as a new reader sees it. */
  public List<ConsumerRecord<byte[], byte[]>> all(String topic, boolean committedOnly) {
    Map<String, Object> settings = new HashMap<>(client());
    settings.put("isolation.level", committedOnly ? "read_committed" : "read_uncommitted");
    try (KafkaConsumer<byte[], byte[]> reader =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          reader.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      reader.assign(partitions);
      reader.seekToBeginning(partitions);
      if (committedOnly) {
        awaitNoOpenTransaction(reader, partitions);
      }
      Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (ends.entrySet().stream().anyMatch(e -> reader.position(e.getKey()) < e.getValue())) {
        if (System.nanoTime() > end) {
          throw new IllegalStateException(topic + " cannot be read to its end");
        }
        reader.poll(Duration.ofMillis(200)).forEach(records::add);
      }
      return records;
    }
  }

  /** Until the transactions of killed members are aborted, nobody sees what was committed later. */
  private void awaitNoOpenTransaction(
      KafkaConsumer<byte[], byte[]> committed, List<TopicPartition> partitions) {
    await()
        .pollInSameThread()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                committed.endOffsets(partitions).entrySet().stream()
                    .allMatch(stable -> stable.getValue() >= end(stable.getKey())));
  }

  public List<ConsumerRecord<byte[], byte[]>> all(String topic) {
    return all(topic, false);
  }

  /** End offsets minus committed ones; what was never committed counts from 0. */
  public long lag(String group, String topic) {
    int partitions =
        get(admin.describeTopics(List.of(topic)).topicNameValues().get(topic)).partitions().size();
    Map<TopicPartition, OffsetAndMetadata> committed =
        get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    long lag = 0;
    for (int p = 0; p < partitions; p++) {
      TopicPartition id = new TopicPartition(topic, p);
      OffsetAndMetadata offset = committed.get(id);
      lag += end(id) - (offset == null ? 0 : offset.offset());
    }
    return lag;
  }

  /** How many records were ever written to a topic. */
  long size(String topic, int partitions) {
    long size = 0;
    for (int p = 0; p < partitions; p++) {
      size += end(new TopicPartition(topic, p));
    }
    return size;
  }

  private long end(TopicPartition id) {
    return get(admin
            .listOffsets(Map.of(id, org.apache.kafka.clients.admin.OffsetSpec.latest()))
            .partitionResult(id))
        .offset();
  }

  static <T> T get(@Nullable KafkaFuture<T> future) {
    Objects.requireNonNull(future, "no answer for what was asked");
    return get(future.toCompletionStage().toCompletableFuture());
  }

  static <T> T get(Future<T> future) {
    try {
      return future.get(60, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException failed) {
      throw new IllegalStateException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** The number behind the colon: values are "key:number". */
  static int number(String value) {
    return Integer.parseInt(value.substring(value.indexOf(':') + 1));
  }

  public static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
    var header = record.headers().lastHeader(name);
    return header == null ? null : text(header.value());
  }

  public static List<String> values(List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream().map(record -> text(record.value())).toList();
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
    admin.close(Duration.ofSeconds(5));
  }
}
