package com.holdwall.probes.kafka;

import com.holdwall.probes.metric.Metric;
import com.holdwall.probes.metric.MetricFamily;
import java.util.ArrayList;
import java.util.List;

/** A group's lag as numbers with names: what {@code ?filter=kafka_consumer_lag} gives. */
final class LagMetrics {

  private static final MetricFamily LAG =
      MetricFamily.gauge(
          "kafka_consumer_lag",
          "records",
          "Records of a topic that the group has not consumed.",
          "group",
          "topic");

  private static final MetricFamily MOST =
      group("kafka_consumer_lag_max", "records", "The most in one partition.");

  private static final MetricFamily BEHIND =
      group(
          "kafka_consumer_lag_seconds",
          "seconds",
          "How long ago the oldest record came that is not consumed.");

  private static final MetricFamily DRAIN =
      group(
          "kafka_consumer_drain_seconds",
          "seconds",
          "How long until the lag is gone at this pace; infinite if it does not shrink.");

  private static final MetricFamily MEMBERS =
      group("kafka_consumer_members", "members", "Members of the group.");

  private static final MetricFamily PARTITIONS =
      group("kafka_consumer_partitions", "partitions", "Partitions of its topics.");

  private static final MetricFamily UNCOMMITTED =
      group(
          "kafka_consumer_uncommitted_partitions",
          "partitions",
          "Partitions with records in which the group has never committed an offset.");

  private static final MetricFamily DEAD_LETTERS =
      MetricFamily.gauge(
          "kafka_consumer_dlq_depth",
          "records",
          "Records that are stored in the dead letter topic.",
          "topic");

  private static final MetricFamily OLDEST_DEAD_LETTER =
      MetricFamily.gauge(
          "kafka_consumer_dlq_oldest_seconds",
          "seconds",
          "How long ago the oldest record came that is stored in the dead letter topic.",
          "topic");

  private static final MetricFamily RETRIES =
      group(
          "kafka_consumer_retry_depth",
          "records",
          "Records that wait in retry topics for their next attempt.");

  private LagMetrics() {}

  private static MetricFamily group(String name, String unit, String help) {
    return MetricFamily.gauge(name, unit, help, "group");
  }

  static List<Metric> of(ConsumerLagProbeBuilder settings, ConsumerLagProbe.Seen seen) {
    String group = settings.group;
    LagSummary lag = seen.lag();
    List<Metric> all = new ArrayList<>();
    lag.byTopic()
        .forEach(topic -> all.add(LAG.of((double) topic.getValue(), group, topic.getKey())));
    all.add(MOST.of((double) lag.maxLag(), group));
    all.add(BEHIND.of(lag.secondsBehind(), group));
    all.add(DRAIN.of(lag.drainSeconds(), group));
    all.add(MEMBERS.of(seen.view().members(), group));
    all.add(PARTITIONS.of(lag.partitions(), group));
    all.add(UNCOMMITTED.of(lag.count(PartitionState.UNCOMMITTED), group));
    if (seen.view().deadLetters().exists()) {
      GroupView.DeadLetters stored = seen.view().deadLetters();
      String topic = settings.deadLetterTopic;
      all.add(DEAD_LETTERS.of((double) stored.depth(), topic));
      all.add(OLDEST_DEAD_LETTER.of(stored.oldestSeconds(settings.clock.millis()), topic));
    }
    if (!settings.retryTopics.isEmpty()) {
      all.add(RETRIES.of((double) seen.view().waiting(), group));
    }
    return all;
  }
}
