package com.holdwall.resilience.dlq.kafka;

import com.holdwall.resilience.dlq.kafka.ConsumerFinding.Kind;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;

/** Tells what keeps the poll loop from its work. Belongs to the poll thread. */
final class Vigil {

  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Consumer<byte[], byte[]> consumer;
  private final ConsumerSettings settings;
  private final Notices notices;
  private final Lanes<InFlight> lanes;
  private long lastLook = System.nanoTime();

  Vigil(
      Consumer<byte[], byte[]> consumer,
      ConsumerSettings settings,
      Notices notices,
      Lanes<InFlight> lanes) {
    this.consumer = consumer;
    this.settings = settings;
    this.notices = notices;
    this.lanes = lanes;
  }

  void unreachable() {
    notices.raise(
        Kind.BROKER_UNREACHABLE,
        settings.group(),
        "No broker of group " + settings.group() + " can be reached: its records wait.");
  }

  void failed(KafkaException thrown) {
    boolean refused =
        thrown instanceof AuthorizationException || thrown instanceof AuthenticationException;
    notices.raise(
        refused ? Kind.NOT_AUTHORIZED : Kind.POLL_FAILING,
        settings.group(),
        "Group "
            + settings.group()
            + " cannot poll ("
            + thrown.getClass().getSimpleName()
            + "): its records wait.");
  }

  /** Once a second: is a broker there, does a handler hang? */
  void look() {
    long now = System.nanoTime();
    if (now - lastLook < LOOK_NANOS) {
      return;
    }
    lanes.forEachLane(lane -> lane.watch(now));
    lastLook = now;
    boolean connected = connections() != 0;
    if (connected) {
      notices.clear(Kind.BROKER_UNREACHABLE, settings.group());
    } else {
      unreachable();
    }
    long stuck = lanes.stuck(now, settings.stuckAfter().toNanos());
    if (stuck > 0) {
      notices.raise(
          Kind.HANDLER_STUCK,
          settings.group(),
          "Handlers of group "
              + settings.group()
              + " have not come back for "
              + settings.stuckAfter()
              + ": their records, and later ones of their lanes, wait.");
    } else {
      notices.clear(Kind.HANDLER_STUCK, settings.group());
    }
  }

  private double connections() {
    for (Map.Entry<MetricName, ? extends Metric> metric : consumer.metrics().entrySet()) {
      if (metric.getKey().name().equals("connection-count")
          && metric.getValue().metricValue() instanceof Double count) {
        return count;
      }
    }
    return -1;
  }
}
