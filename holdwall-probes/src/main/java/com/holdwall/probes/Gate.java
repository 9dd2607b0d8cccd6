package com.holdwall.probes;

import com.holdwall.runbook.Status;
import java.util.List;

/**
 * The answer to one question of an orchestrator. Immutable.
 *
 * <p>Liveness is refused only while a liveness probe is DOWN: what is not known is no reason to
 * restart. Readiness is refused while a readiness probe is DOWN or UNKNOWN. Startup is refused
 * until every startup probe has once been UP or DEGRADED, and never again after that.
 *
 * @param effect the question
 * @param open whether the answer is yes
 * @param closedBy the names of the probes that say no; empty if it is open
 */
public record Gate(Impact.Effect effect, boolean open, List<String> closedBy) {

  /** Copies the names. */
  public Gate {
    closedBy = List.copyOf(closedBy);
  }

  static Gate of(Impact.Effect effect, List<ProbeHealth> probes) {
    List<String> closing =
        probes.stream()
            .filter(probe -> probe.settings().impact().has(effect) && refuses(effect, probe))
            .map(ProbeHealth::name)
            .toList();
    return new Gate(effect, closing.isEmpty(), closing);
  }

  private static boolean refuses(Impact.Effect effect, ProbeHealth probe) {
    return switch (effect) {
      case LIVENESS -> probe.status() == Status.DOWN;
      case READINESS -> probe.status() == Status.DOWN || probe.status() == Status.UNKNOWN;
      case STARTUP -> probe.history().firstServing().isEmpty();
    };
  }
}
