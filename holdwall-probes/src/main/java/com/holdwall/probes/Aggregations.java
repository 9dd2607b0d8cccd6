package com.holdwall.probes;

import com.holdwall.runbook.Status;
import java.util.List;
import java.util.Set;

/** The rules that come with the library. */
final class Aggregations {

  private Aggregations() {}

  static Status worst(List<ProbeHealth> probes) {
    Status worst = probes.isEmpty() ? Status.UNKNOWN : Status.UP;
    for (ProbeHealth probe : probes) {
      worst = worse(worst, probe.status());
    }
    return worst;
  }

  static Status critical(Set<String> names, List<ProbeHealth> probes) {
    Status critical =
        probes.stream()
            .filter(probe -> names.contains(probe.name()))
            .map(ProbeHealth::status)
            .reduce(Status.UP, Aggregations::worse);
    Status all = worst(probes);
    if (critical == Status.DOWN || critical == Status.UNKNOWN || probes.isEmpty()) {
      return probes.isEmpty() ? Status.UNKNOWN : critical;
    }
    return all == Status.UP ? Status.UP : Status.DEGRADED;
  }

  static Status worse(Status one, Status other) {
    return badness(one) >= badness(other) ? one : other;
  }

  private static int badness(Status status) {
    return switch (status) {
      case UP -> 0;
      case UNKNOWN -> 1;
      case DEGRADED -> 2;
      case DOWN -> 3;
    };
  }
}
