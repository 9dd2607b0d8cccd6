package com.holdwall.probes;

import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.Status;
import com.holdwall.runbook.diagnosis.StepResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of one dependency. Immutable.
 *
 * @param name the probe's name
 * @param runbook the runbook of the component
 * @param status its health; unknown before the first check
 * @param since when the status last changed
 * @param finding the gravest finding of the last check, such as {@code POOL_EXHAUSTED}; empty if
 *     there was none
 * @param summary one sentence for a person
 * @param checkedAt when the last check ended or was abandoned; empty before the first one
 * @param took how long that check took; zero before the first one
 * @param stuck whether a check hangs beyond its deadline
 * @param checks how many checks have been started
 * @param overdue how many of them were abandoned at their deadline
 * @param steps the diagnosis steps that the last check carried out
 * @param basis what the status rests on
 * @param latest what the last check said, before any threshold; unknown before the first one
 * @param readings what the last check measured
 * @param settings when the probe runs, and what its result may affect
 * @param history how the status changed
 */
public record ProbeHealth(
    String name,
    RunbookId runbook,
    Status status,
    Instant since,
    Optional<String> finding,
    String summary,
    Optional<Instant> checkedAt,
    Duration took,
    boolean stuck,
    long checks,
    long overdue,
    List<StepResult> steps,
    Basis basis,
    Status latest,
    List<Reading> readings,
    ProbeSettings settings,
    History history) {

  /** Copies the lists. */
  public ProbeHealth {
    steps = List.copyOf(steps);
    readings = List.copyOf(readings);
  }
}
