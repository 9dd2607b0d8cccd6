package com.holdwall.resilience.dlq.kafka;

import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * How the topics of a group are called. The default dead-letter topic is {@code
 * dlq.<group>.<topic>}, which also passes the rule of Kafka's share groups (KIP-1191), and the
 * retry topics are {@code retry.<group>.<topic>.<delay>}, such as {@code retry.billing.orders.30s}:
 * with the group in the name no group sees another's retries. Immutable.
 */
public final class TopicNames {

  /** Kafka's rule. */
  private static final Pattern LEGAL = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");

  private final String group;
  private final String deadLetterTopic;

  private TopicNames(String group, String deadLetterTopic) {
    this.group = Objects.requireNonNull(group, "group must not be null");
    this.deadLetterTopic = deadLetterTopic;
  }

  /**
   * The default names.
   *
   * @param group the consumer group
   * @return the names
   */
  public static TopicNames ofGroup(String group) {
    return new TopicNames(group, "");
  }

  /**
   * The default names, with one dead-letter topic for all sources, such as {@code holdwall-dlq}.
   *
   * @param group the consumer group
   * @param deadLetterTopic where all dead letters go
   * @return the names
   * @throws IllegalArgumentException if Kafka allows no topic of that name
   */
  public static TopicNames withDeadLetterTopic(String group, String deadLetterTopic) {
    return new TopicNames(group, requireLegal(deadLetterTopic));
  }

  private static String requireLegal(String name) {
    if (!LEGAL.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a topic's name must be 1 to 249 letters, digits, '.', '_' or '-', but is '"
              + name
              + "'");
    }
    return name;
  }

  String group() {
    return group;
  }

  /**
   * Where the dead letters of a topic go.
   *
   * @param topic the source topic
   * @return the dead-letter topic
   */
  public String deadLetterTopic(String topic) {
    return deadLetterTopic.isEmpty()
        ? requireLegal("dlq." + legal(group) + "." + topic)
        : deadLetterTopic;
  }

  /**
   * Where the records of a topic wait.
   *
   * @param topic the source topic
   * @param delay how long they wait
   * @return the retry topic
   */
  public String retryTopic(String topic, Duration delay) {
    return requireLegal("retry." + legal(group) + "." + topic + "." + text(delay));
  }

  /** A group's name may hold anything; a topic's may not. */
  private static String legal(String text) {
    return text.replaceAll("[^a-zA-Z0-9._-]", "_");
  }

  private static String text(Duration delay) {
    if (delay.toMillis() % 1000 != 0) {
      return delay.toMillis() + "ms";
    }
    long seconds = delay.toSeconds();
    if (seconds % 3600 == 0) {
      return seconds / 3600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
