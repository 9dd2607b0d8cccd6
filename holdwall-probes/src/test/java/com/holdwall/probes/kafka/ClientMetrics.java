package com.holdwall.probes.kafka;

import org.apache.kafka.clients.admin.Admin;

/** What an Admin client counts itself. */
final class ClientMetrics {

  private ClientMetrics() {}

  /** The requests that it has sent so far. */
  static double requests(Admin admin) {
    return admin.metrics().entrySet().stream()
        .filter(metric -> metric.getKey().group().equals("admin-client-metrics"))
        .filter(metric -> metric.getKey().name().equals("request-total"))
        .mapToDouble(metric -> ((Number) metric.getValue().metricValue()).doubleValue())
        .sum();
  }
}
