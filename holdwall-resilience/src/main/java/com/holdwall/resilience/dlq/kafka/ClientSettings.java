package com.holdwall.resilience.dlq.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/** The settings of the three Kafka clients: what loses records cannot be set. */
final class ClientSettings {

  /** A letter is somewhat larger than its record; the broker's limit is the one that counts. */
  private static final int MAX_REQUEST = 16 << 20;

  /** A send without a topic must not hold up the others for long. */
  private static final int MAX_BLOCK_MILLIS = 5_000;

  /** A broker that restarts within this aborts no transaction; far below a poll's interval. */
  private static final int MAX_BLOCK_MILLIS_IN_TRANSACTIONS = 30_000;

  /**
   * What is not acknowledged is sent again anyway, for as long as it takes; but only what has
   * failed is a finding. Kafka's own two minutes are long for whoever deleted the topic.
   */
  private static final int DELIVERY_MILLIS = 30_000;

  private static final int REQUEST_MILLIS = 15_000;

  private static final Set<String> OURS =
      Set.of(
          ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
          ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
          ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
          ConsumerConfig.GROUP_ID_CONFIG,
          ProducerConfig.ACKS_CONFIG,
          ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
          ProducerConfig.RETRIES_CONFIG,
          ProducerConfig.TRANSACTIONAL_ID_CONFIG,
          ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
          ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG);

  private final String group;
  private final Map<String, Object> client;
  private final Map<String, Object> consumer = new HashMap<>();
  private final Map<String, Object> producer = new HashMap<>();

  ClientSettings(String group, Map<String, ?> client) {
    this.group = group;
    this.client = checked(client);
    if (!this.client.containsKey(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
      throw new IllegalArgumentException(
          "bootstrap.servers must be among the client's settings, but they are "
              + this.client.keySet());
    }
  }

  void consumer(Map<String, ?> settings) {
    consumer.putAll(checked(settings));
  }

  void producer(Map<String, ?> settings) {
    producer.putAll(checked(settings));
  }

  private static Map<String, Object> checked(Map<String, ?> settings) {
    for (String name : settings.keySet()) {
      if (OURS.contains(name)) {
        throw new IllegalArgumentException(
            name + " must not be set: no record is lost only with the library's own value");
      }
    }
    return new HashMap<>(settings);
  }

  Map<String, Object> consumer(boolean committedOnly) {
    Map<String, Object> settings = new HashMap<>(client);
    // a partition that nobody has committed yet is read from its start: "latest" skips records
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.putAll(consumer);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    if (committedOnly) {
      settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    }
    return Map.copyOf(settings);
  }

  Map<String, Object> producer(@Nullable String transactionalId) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST);
    settings.put(
        ProducerConfig.MAX_BLOCK_MS_CONFIG,
        transactionalId == null ? MAX_BLOCK_MILLIS : MAX_BLOCK_MILLIS_IN_TRANSACTIONS);
    if (transactionalId == null) {
      settings.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS);
      settings.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
    }
    settings.putAll(producer);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
    if (transactionalId != null) {
      settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    }
    return Map.copyOf(settings);
  }

  /** The answer of one look is worth a short wait only. */
  Map<String, Object> admin() {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
    settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    return Map.copyOf(settings);
  }
}
