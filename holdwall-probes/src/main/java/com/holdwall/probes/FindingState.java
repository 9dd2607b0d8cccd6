package com.holdwall.probes;

import com.holdwall.runbook.DetectionCondition.ProbeCondition;
import com.holdwall.runbook.Evidence;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.SymptomId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Counts checks in a row: so many with one of the findings until the symptom is observed, so many
 * without any of them until it is over. A check that cannot tell moves neither count.
 */
final class FindingState implements ConditionState {

  private final SymptomId symptom;
  private final ProbeCondition condition;
  private int hits;
  private int misses;
  private boolean active;
  private @Nullable Instant firstHit;
  private @Nullable Observation observed;
  private Observation answer;

  FindingState(SymptomId symptom, ProbeCondition condition) {
    this.symptom = symptom;
    this.condition = condition;
    this.answer =
        new Observation.NotEvaluable(
            symptom, "no check of probe '" + condition.probe() + "' has ended yet");
  }

  @Override
  public Observation answer() {
    return answer;
  }

  @Override
  public void update(String probe, List<Reading> readings, Instant at) {
    if (probe.equals(condition.probe())) {
      answer = answer(readings, at);
    }
  }

  private Observation answer(List<Reading> readings, Instant at) {
    List<Reading> relevant =
        readings.stream().filter(r -> condition.findings().contains(r.finding())).toList();
    Optional<Reading.Present> present = first(relevant, Reading.Present.class);
    if (present.isPresent()) {
      return hit(present.get().evidence(), at);
    }
    Optional<String> unknown = unknown(relevant);
    if (unknown.isPresent()) {
      return active && observed != null
          ? observed
          : new Observation.NotEvaluable(symptom, unknown.get());
    }
    return miss(first(relevant, Reading.Absent.class).orElseThrow().evidence());
  }

  private Observation hit(Evidence evidence, Instant at) {
    hits++;
    misses = 0;
    Instant since = firstHit == null ? at : firstHit;
    firstHit = since;
    active = active || hits >= condition.consecutive();
    if (!active) {
      return unconfirmed(evidence);
    }
    Duration window = Duration.between(since, at).plus(evidence.window());
    observed =
        new Observation.Observed(symptom, since, over(evidence, window, hits, evidence.detail()));
    return observed;
  }

  private Observation miss(Evidence evidence) {
    misses++;
    if (active && misses < condition.clearAfter() && observed != null) {
      return observed;
    }
    active = false;
    hits = 0;
    firstHit = null;
    observed = null;
    return new Observation.NotObserved(symptom, evidence);
  }

  private Observation unconfirmed(Evidence evidence) {
    String count = "seen in " + hits + " of the " + condition.consecutive() + " checks it takes";
    String detail = evidence.detail().isEmpty() ? count : evidence.detail() + "; " + count;
    return new Observation.NotObserved(
        symptom, over(evidence, evidence.window(), evidence.samples(), detail));
  }

  private static Evidence over(Evidence evidence, Duration window, long samples, String detail) {
    return new Evidence(
        evidence.signal(),
        evidence.value(),
        evidence.comparison(),
        evidence.threshold(),
        evidence.unit(),
        window,
        samples,
        evidence.source(),
        detail);
  }

  /** Why a check without a present finding cannot tell; empty if every finding was absent. */
  private Optional<String> unknown(List<Reading> relevant) {
    Optional<Reading.Unknown> unknown = first(relevant, Reading.Unknown.class);
    if (unknown.isPresent()) {
      return Optional.of(unknown.get().reason());
    }
    Set<String> missing = new TreeSet<>(condition.findings());
    relevant.forEach(reading -> missing.remove(reading.finding()));
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of("the last check gave no reading for " + String.join(", ", missing));
  }

  private static <T extends Reading> Optional<T> first(List<Reading> readings, Class<T> kind) {
    return readings.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  @Override
  public boolean unsettled(String probe) {
    return probe.equals(condition.probe()) && (active ? misses > 0 : hits > 0);
  }
}
