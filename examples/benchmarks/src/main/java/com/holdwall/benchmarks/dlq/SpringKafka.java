package com.holdwall.benchmarks.dlq;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.MessageListener;
import org.springframework.util.backoff.FixedBackOff;

/**
 * Spring Kafka as its reference describes it: DefaultErrorHandler, which tries again in place, and
 * DeadLetterPublishingRecoverer.
 *
 * @param concurrency how many of its consumers
 */
record SpringKafka(int concurrency) implements Contender {

  @Override
  public String name() {
    return "Spring Kafka x" + concurrency;
  }

  @Override
  public AutoCloseable start(Run run) {
    DefaultKafkaProducerFactory<byte[], byte[]> producers =
        new DefaultKafkaProducerFactory<>(
            Map.of("bootstrap.servers", run.bootstrap(), "linger.ms", 0),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    DeadLetterPublishingRecoverer recoverer =
        new DeadLetterPublishingRecoverer(
            new KafkaTemplate<>(producers),
            (record, thrown) -> new TopicPartition(run.deadLetters(), -1));
    ContainerProperties properties = new ContainerProperties(run.topic(), run.trickle());
    properties.setGroupId(run.group());
    properties.setMessageListener(
        (MessageListener<byte[], byte[]>) record -> handle(run.work(), record));
    ConcurrentMessageListenerContainer<byte[], byte[]> container =
        new ConcurrentMessageListenerContainer<>(
            new DefaultKafkaConsumerFactory<>(
                Map.of("bootstrap.servers", run.bootstrap(), "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer()),
            properties);
    container.setConcurrency(concurrency);
    container.setCommonErrorHandler(
        new DefaultErrorHandler(recoverer, new FixedBackOff(RETRY_MILLIS, ATTEMPTS - 1L)));
    container.start();
    return () -> {
      container.stop();
      producers.destroy();
    };
  }

  private static void handle(Work work, ConsumerRecord<byte[], byte[]> record) {
    try {
      work.handle(record.value());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
