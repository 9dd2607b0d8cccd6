package com.holdwall.probes;

import com.holdwall.runbook.Status;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a probe's status changed. Immutable.
 *
 * @param recent the last changes, at most 20, the oldest first
 * @param changes how many there were in all
 * @param firstServing when the status was first UP or DEGRADED; empty if it never was
 */
public record History(List<Transition> recent, long changes, Optional<Instant> firstServing) {

  /** How many changes are kept. */
  static final int KEPT = 20;

  static final History NONE = new History(List.of(), 0, Optional.empty());

  /** Copies the list. */
  public History {
    recent = List.copyOf(recent);
  }

  /**
   * One change.
   *
   * @param from the status before
   * @param to the status from then on
   * @param basis what the new status rests on
   * @param reason one sentence for a person
   * @param at when
   */
  public record Transition(Status from, Status to, Basis basis, String reason, Instant at) {}

  History with(Transition change) {
    boolean serving = change.to() == Status.UP || change.to() == Status.DEGRADED;
    List<Transition> last =
        recent.size() < KEPT ? recent : recent.subList(recent.size() - KEPT + 1, recent.size());
    return new History(
        Stream.concat(last.stream(), Stream.of(change)).toList(),
        changes + 1,
        firstServing.or(() -> serving ? Optional.of(change.at()) : Optional.empty()));
  }
}
