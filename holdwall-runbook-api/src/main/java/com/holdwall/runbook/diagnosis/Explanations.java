package com.holdwall.runbook.diagnosis;

import com.holdwall.runbook.RunbookId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which runbook's incident explains which other's symptoms: a dead database also raises the error
 * rate. Immutable.
 *
 * @param effects the effects of each cause
 */
public record Explanations(Map<RunbookId, Set<RunbookId>> effects) {

  /**
   * Copies the edges.
   *
   * @throws IllegalArgumentException if a runbook explains itself, or two explain each other
   */
  public Explanations {
    Map<RunbookId, Set<RunbookId>> copy = new LinkedHashMap<>();
    effects.forEach((cause, of) -> copy.put(cause, Set.copyOf(new LinkedHashSet<>(of))));
    copy.forEach(
        (cause, of) -> {
          for (RunbookId effect : of) {
            if (copy.getOrDefault(effect, Set.of()).contains(cause)) {
              throw new IllegalArgumentException(
                  "'" + cause + "' and '" + effect + "' must not explain each other");
            }
          }
        });
    effects = Map.copyOf(copy);
  }

  /** {@return no edge} */
  public static Explanations none() {
    return new Explanations(Map.of());
  }

  /**
   * Asks for one edge.
   *
   * @param cause a runbook
   * @param effect another
   * @return whether the incident of {@code cause} explains the symptoms of {@code effect}
   */
  public boolean explains(RunbookId cause, RunbookId effect) {
    return effects.getOrDefault(cause, Set.of()).contains(effect);
  }
}
