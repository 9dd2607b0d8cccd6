package com.holdwall.resilience.dlq.kafka;

import com.holdwall.resilience.dlq.kafka.ConsumerFinding.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Looks at the topics of dead letters and retries before the first record is polled. */
final class TopicCheck {

  /** What a dead letter's headers may add to a record. */
  private static final long HEADROOM = 16 * 1024;

  private final ConsumerSettings settings;
  private final Notices notices;

  TopicCheck(ConsumerSettings settings, Notices notices) {
    this.settings = settings;
    this.notices = notices;
  }

  /**
   * Looks once.
   *
   * @throws TopicSetupException if a topic is missing or unsafe
   * @throws KafkaException if the broker does not answer
   */
  void run() {
    if (!settings.topicPolicy().looks()) {
      return;
    }
    try (Admin admin = Admin.create(settings.admin())) {
      for (String source : settings.topics()) {
        check(admin, source);
      }
    }
  }

  private void check(Admin admin, String source) {
    TopicDescription from = describe(admin, source);
    if (from == null) {
      throw new TopicSetupException("source topic '" + source + "' does not exist");
    }
    for (String topic : targets(source)) {
      TopicDescription to = describe(admin, topic);
      if (to == null) {
        missing(admin, topic, from);
      } else {
        requireReplicas(to, from);
        compareSettings(admin, topic, source);
      }
    }
  }

  private List<String> targets(String source) {
    List<String> targets = new ArrayList<>();
    targets.add(settings.names().deadLetterTopic(source));
    for (int step = 1; step <= settings.retries().steps(); step++) {
      targets.add(settings.names().retryTopic(source, settings.retries().delay(step)));
    }
    return targets;
  }

  private static @Nullable TopicDescription describe(Admin admin, String topic) {
    try {
      return get(admin.describeTopics(List.of(topic)).topicNameValues().get(topic));
    } catch (UnknownTopicOrPartitionException absent) {
      return null;
    } catch (AuthorizationException denied) {
      throw new TopicSetupException(
          "topic '"
              + topic
              + "' may not be described by this service: allow DESCRIBE on it, or"
              + " use TopicPolicy.trust()");
    }
  }

  private void missing(Admin admin, String topic, TopicDescription source) {
    if (!settings.topicPolicy().creates()) {
      throw new TopicSetupException(
          "topic '"
              + topic
              + "' does not exist: create it with "
              + source.partitions().size()
              + " partitions and "
              + replicas(source)
              + " replicas, or use TopicPolicy.create()");
    }
    NewTopic wanted =
        new NewTopic(topic, source.partitions().size(), (short) replicas(source))
            .configs(configs(admin, source.name()));
    try {
      get(admin.createTopics(List.of(wanted)).values().get(topic));
    } catch (TopicExistsException raced) {
      // another member was quicker
      return;
    } catch (AuthorizationException denied) {
      throw new TopicSetupException(
          "topic '" + topic + "' does not exist and may not be created by this service");
    }
  }

  private Map<String, String> configs(Admin admin, String source) {
    Map<String, String> configs = new HashMap<>();
    configs.put(
        TopicConfig.RETENTION_MS_CONFIG,
        Long.toString(settings.topicPolicy().retention().toMillis()));
    long largest = number(settings(admin, source), TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
    if (largest > 0) {
      configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Long.toString(largest + HEADROOM));
    }
    return configs;
  }

  private static int replicas(TopicDescription topic) {
    return topic.partitions().get(0).replicas().size();
  }

  private static void requireReplicas(TopicDescription to, TopicDescription from) {
    if (replicas(to) < replicas(from)) {
      throw new TopicSetupException(
          "topic '"
              + to.name()
              + "' has "
              + replicas(to)
              + " replicas, but its source '"
              + from.name()
              + "' has "
              + replicas(from)
              + ": a dead letter must be as safe as its record");
    }
  }

  /** What makes dead letters less safe, but does not lose them at once, is told and not refused. */
  private void compareSettings(Admin admin, String topic, String source) {
    Map<String, String> from = settings(admin, source);
    Map<String, String> to = settings(admin, topic);
    Map<String, String> problems = new LinkedHashMap<>();
    compare(problems, from, to, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "larger letters are cut");
    compare(problems, from, to, TopicConfig.RETENTION_MS_CONFIG, "letters go before records do");
    compare(problems, from, to, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "letters are less safe");
    if (problems.isEmpty()) {
      notices.clear(Kind.TOPIC_UNSAFE, topic);
    } else {
      notices.raise(
          Kind.TOPIC_UNSAFE,
          topic,
          "Topic " + topic + " falls short of " + source + ": " + problems + ".");
    }
  }

  private static void compare(
      Map<String, String> problems,
      Map<String, String> from,
      Map<String, String> to,
      String name,
      String effect) {
    long least = number(from, name);
    long present = number(to, name);
    // -1 is without limit
    if (present >= 0 && (least < 0 ? !from.isEmpty() : present < least)) {
      problems.put(name + " is " + present + " and not " + least, effect);
    }
  }

  private static long number(Map<String, String> values, String name) {
    String value = values.get(name);
    return value == null ? 0 : Long.parseLong(value);
  }

  /** A topic's settings; none if the service may not see them. */
  private static Map<String, String> settings(Admin admin, String topic) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try {
      Config config = get(admin.describeConfigs(List.of(resource)).values().get(resource));
      Map<String, String> values = new HashMap<>();
      config.entries().forEach(entry -> values.put(entry.name(), entry.value()));
      return values;
    } catch (AuthorizationException denied) {
      return Map.of();
    }
  }

  private static <T> T get(@Nullable KafkaFuture<T> future) {
    if (future == null) {
      throw new IllegalStateException("the client gave no answer for what was asked");
    }
    try {
      return future.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof KafkaException cause) {
        throw cause;
      }
      throw new KafkaException(failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new org.apache.kafka.common.errors.InterruptException(interrupted);
    }
  }
}
