package com.holdwall.probes.traffic;

import java.util.List;
import java.util.Set;

/**
 * The paths by which orchestrators and monitors ask: many, quick, and never failing like the
 * service's own traffic does, so that they would dilute it. Immutable.
 */
final class HealthChecks {

  static final Set<String> USUAL =
      Set.of(
          "/api/health",
          "/api/metrics",
          "/api/diagnosis",
          "/actuator",
          "/health",
          "/healthz",
          "/livez",
          "/readyz",
          "/metrics");

  private final List<String> paths;

  HealthChecks(Set<String> paths) {
    this.paths = List.copyOf(paths);
  }

  /** Whether a path, or a route such as {@code GET /health/live}, is one of them or below one. */
  boolean contains(String route) {
    int from = route.indexOf('/');
    if (from < 0) {
      return false;
    }
    for (String path : paths) {
      int end = from + path.length();
      if (route.startsWith(path, from) && (route.length() == end || after(route.charAt(end)))) {
        return true;
      }
    }
    return false;
  }

  private static boolean after(char c) {
    return c == '/' || c == '?';
  }
}
