package com.holdwall.probes;

import com.holdwall.runbook.Observation;
import com.holdwall.runbook.SymptomId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A three-valued "or": observed if one part is; not observed only if every part was looked for and
 * is not there; else not evaluable, because a part that nobody measures may be there.
 */
final class AnyOfState implements ConditionState {

  private final SymptomId symptom;
  private final List<ConditionState> parts;

  AnyOfState(SymptomId symptom, List<ConditionState> parts) {
    this.symptom = symptom;
    this.parts = parts;
  }

  @Override
  public Observation answer() {
    List<Observation> answers = parts.stream().map(ConditionState::answer).toList();
    Optional<Observation> observed =
        answers.stream().filter(Observation.Observed.class::isInstance).findFirst();
    return observed.or(() -> unknown(answers)).orElseGet(() -> answers.get(0));
  }

  private Optional<Observation> unknown(List<Observation> answers) {
    List<String> reasons =
        answers.stream()
            .filter(Observation.NotEvaluable.class::isInstance)
            .map(answer -> ((Observation.NotEvaluable) answer).reason())
            .distinct()
            .toList();
    return reasons.isEmpty()
        ? Optional.empty()
        : Optional.of(new Observation.NotEvaluable(symptom, String.join("; ", reasons)));
  }

  @Override
  public void update(String probe, List<Reading> readings, Instant at) {
    parts.forEach(part -> part.update(probe, readings, at));
  }

  @Override
  public boolean unsettled(String probe) {
    return parts.stream().anyMatch(part -> part.unsettled(probe));
  }

  @Override
  public boolean report(Report report, Instant at) {
    return all(part -> part.report(report, at));
  }

  @Override
  public boolean alert(Alert alert, Instant at) {
    return all(part -> part.alert(alert, at));
  }

  @Override
  public boolean expire(Instant now) {
    return all(part -> part.expire(now));
  }

  /** Asks every part, and not only up to the first that agrees. */
  private boolean all(Predicate<ConditionState> question) {
    boolean any = false;
    for (ConditionState part : parts) {
      any |= question.test(part);
    }
    return any;
  }
}
