package com.holdwall.example.app;

import com.holdwall.resilience.Guard;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the resilience primitives have done so far, by their own counts. Immutable.
 *
 * @param counts such as retries; they only grow
 * @param states such as a breaker's phase
 */
public record Primitives(Map<String, Long> counts, Map<String, String> states) {

  /** Copies the parts and keeps their order. */
  public Primitives {
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
  }

  static Builder builder() {
    return new Builder();
  }

  /** Collects what the parts of the service tell. Not thread-safe. */
  static final class Builder {

    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final Map<String, String> states = new LinkedHashMap<>();

    Builder count(String name, long value) {
      counts.put(name, value);
      return this;
    }

    Builder state(String name, Enum<?> value) {
      states.put(name, value.name());
      return this;
    }

    Builder guard(Guard guard) {
      guard.breaker().ifPresent(breaker -> state("breaker " + breaker.name(), breaker.phase()));
      return count("calls that breaker " + guard.name() + " refused", guard.counts().rejected());
    }

    Primitives build() {
      return new Primitives(counts, states);
    }
  }

  /**
   * Tells what happened in between.
   *
   * @param before the primitives at an earlier moment
   * @return the states that differ from those before, and what was done since then
   */
  public List<String> since(Primitives before) {
    List<String> lines = new ArrayList<>();
    states.forEach(
        (name, state) -> {
          if (!state.equals(before.states.get(name))) {
            lines.add(name + " is " + state);
          }
        });
    counts.forEach(
        (name, count) -> {
          long more = count - before.counts.getOrDefault(name, 0L);
          if (more > 0) {
            lines.add(name + ": " + more);
          }
        });
    return lines;
  }
}
