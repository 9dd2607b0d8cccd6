package com.holdwall.probes.kafka;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * How long the service's own consumers take between polls, by their own metrics, which any thread
 * may read.
 *
 * @param consumers the consumers
 */
record PollTimes(List<Consumer<?, ?>> consumers) {

  PollTimes {
    consumers = List.copyOf(consumers);
  }

  /** The longest time between two polls, or since the last one, in seconds. */
  double longestSeconds() {
    double longest = 0;
    for (Consumer<?, ?> consumer : consumers) {
      for (Map.Entry<MetricName, ? extends Metric> metric : consumer.metrics().entrySet()) {
        double unit =
            switch (metric.getKey().name()) {
              case "time-between-poll-max" -> 1e-3;
              case "last-poll-seconds-ago" -> 1;
              default -> 0;
            };
        if (unit > 0 && metric.getValue().metricValue() instanceof Number value) {
          double seconds = value.doubleValue() * unit;
          // NaN and -1 until there was a poll.
          longest = seconds > longest ? seconds : longest;
        }
      }
    }
    return longest;
  }
}
