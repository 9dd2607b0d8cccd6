package com.holdwall.probes;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a probe's result may do to the process. By default nothing: it is shown and diagnosed, and
 * no orchestrator acts on it. Immutable.
 *
 * @param effects what it affects; empty for nothing
 * @param forcedBecause why a dependency that all replicas share may affect readiness after all;
 *     empty if it is not forced
 */
public record Impact(Set<Effect> effects, Optional<String> forcedBecause) {

  /** One thing that an orchestrator asks. */
  public enum Effect {
    /** Whether to restart the process. Only for probes of the process itself. */
    LIVENESS,
    /** Whether to send requests to this replica. */
    READINESS,
    /** Whether the start is over. */
    STARTUP
  }

  private static final Impact NONE = new Impact(Set.of(), Optional.empty());

  /**
   * Copies the effects.
   *
   * @throws IllegalArgumentException if the reason is blank
   */
  public Impact {
    EnumSet<Effect> copy = EnumSet.noneOf(Effect.class);
    copy.addAll(effects);
    effects = Collections.unmodifiableSet(copy);
    if (forcedBecause.isPresent() && forcedBecause.get().isBlank()) {
      throw new IllegalArgumentException("reason to force readiness must not be blank");
    }
  }

  /** {@return nothing: the default} */
  public static Impact none() {
    return NONE;
  }

  /**
   * Affects what is given.
   *
   * @param first an effect
   * @param more others
   * @return the impact
   */
  public static Impact on(Effect first, Effect... more) {
    return new Impact(EnumSet.of(first, more), Optional.empty());
  }

  /**
   * Affects readiness although all replicas share the dependency, so that they all may stop serving
   * at once.
   *
   * @param reason why that is right; not blank; stands in the health report
   * @return the impact
   * @throws IllegalArgumentException if the reason is blank
   */
  public static Impact forcedReadiness(String reason) {
    return new Impact(EnumSet.of(Effect.READINESS), Optional.of(reason));
  }

  /**
   * Asks for one effect.
   *
   * @param effect the effect
   * @return whether a result may have it
   */
  public boolean has(Effect effect) {
    return effects.contains(effect);
  }

  /** Refuses what would make an outage worse. */
  void allowedFor(String probe, Reach reach) {
    if (has(Effect.LIVENESS) && reach != Reach.PROCESS) {
      throw new IllegalArgumentException(
          "probe '"
              + probe
              + "' must not affect liveness: it looks at something outside the process ("
              + reach
              + "), and a restart does not repair that");
    }
    if (has(Effect.READINESS) && reach == Reach.SHARED && forcedBecause.isEmpty()) {
      throw new IllegalArgumentException(
          "probe '"
              + probe
              + "' must not affect readiness: all replicas share what it looks at, and all would"
              + " stop serving at once; use Impact.forcedReadiness(reason) if that is right");
    }
  }
}
