package com.holdwall.probes.kafka;

import com.holdwall.probes.metric.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A group's lag as numbers with names: what {@code ?filter=kafka_consumer_lag} gives. */
final class LagMetrics {

  private LagMetrics() {}

  static List<Metric> of(ConsumerLagProbeBuilder settings, ConsumerLagProbe.Seen seen) {
    Map<String, String> group = Map.of("group", settings.group);
    LagSummary lag = seen.lag();
    List<Metric> all = new ArrayList<>();
    lag.byTopic()
        .forEach(
            topic ->
                all.add(
                    Metric.gauge(
                        "kafka_consumer_lag",
                        "Records of a topic that the group has not consumed.",
                        Map.of("group", settings.group, "topic", topic.getKey()),
                        (double) topic.getValue())));
    gauge(
        all, "kafka_consumer_lag_max", "The most in one partition.", group, (double) lag.maxLag());
    gauge(
        all,
        "kafka_consumer_lag_seconds",
        "How long ago the oldest record came that is not consumed.",
        group,
        lag.secondsBehind());
    gauge(
        all,
        "kafka_consumer_drain_seconds",
        "How long until the lag is gone at this pace; infinite if it does not shrink.",
        group,
        lag.drainSeconds());
    gauge(all, "kafka_consumer_members", "Members of the group.", group, seen.view().members());
    gauge(all, "kafka_consumer_partitions", "Partitions of its topics.", group, lag.partitions());
    gauge(
        all,
        "kafka_consumer_uncommitted_partitions",
        "Partitions with records in which the group has never committed an offset.",
        group,
        lag.count(PartitionState.UNCOMMITTED));
    if (seen.view().deadLetters().exists()) {
      gauge(
          all,
          "kafka_consumer_dlq_depth",
          "Records that are stored in the dead letter topic.",
          Map.of("topic", settings.deadLetterTopic),
          (double) seen.view().deadLetters().depth());
      gauge(
          all,
          "kafka_consumer_dlq_oldest_seconds",
          "How long ago the oldest record came that is stored in the dead letter topic.",
          Map.of("topic", settings.deadLetterTopic),
          seen.view().deadLetters().oldestSeconds(settings.clock.millis()));
    }
    if (!settings.retryTopics.isEmpty()) {
      gauge(
          all,
          "kafka_consumer_retry_depth",
          "Records that wait in retry topics for their next attempt.",
          group,
          (double) seen.view().waiting());
    }
    return all;
  }

  private static void gauge(
      List<Metric> all, String name, String help, Map<String, String> labels, double value) {
    all.add(Metric.gauge(name, help, labels, value));
  }
}
