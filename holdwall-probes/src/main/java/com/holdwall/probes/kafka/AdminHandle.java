package com.holdwall.probes.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/**
 * The service's own Admin client, which is never closed here, or one that is made at the first
 * check and closed with the probe. Thread-safe.
 */
final class AdminHandle implements AutoCloseable {

  private final @Nullable Map<String, Object> config;
  private @Nullable Admin admin;
  private boolean closed;

  private AdminHandle(@Nullable Map<String, Object> config, @Nullable Admin admin) {
    this.config = config;
    this.admin = admin;
  }

  static AdminHandle shared(Admin admin) {
    return new AdminHandle(null, admin);
  }

  static AdminHandle own(Map<String, Object> config) {
    Map<String, Object> own = new HashMap<>(config);
    own.putIfAbsent(AdminClientConfig.CLIENT_ID_CONFIG, "holdwall-probe");
    return new AdminHandle(Map.copyOf(own), null);
  }

  /**
   * The client.
   *
   * @throws IllegalStateException if the probe is closed
   * @throws org.apache.kafka.common.KafkaException if it cannot be made
   */
  synchronized Admin get() {
    if (closed) {
      throw new IllegalStateException("the probe is closed");
    }
    Admin known = admin;
    if (known == null && config != null) {
      known = Admin.create(config);
      admin = known;
    }
    if (known == null) {
      throw new IllegalStateException("there is no client");
    }
    return known;
  }

  /** Whether the client holds a connection, established or under way. */
  synchronized boolean connected() {
    Admin known = admin;
    if (known == null) {
      return false;
    }
    for (Map.Entry<MetricName, ? extends Metric> metric : known.metrics().entrySet()) {
      if (metric.getKey().name().equals("connection-count")
          && metric.getValue().metricValue() instanceof Number count) {
        return count.doubleValue() > 0;
      }
    }
    return false;
  }

  /** Gives calls that hang up at once. */
  @Override
  public synchronized void close() {
    closed = true;
    Admin known = admin;
    admin = null;
    if (config != null && known != null) {
      known.close(Duration.ZERO);
    }
  }
}
