package com.holdwall.runbook.diagnosis;

import com.holdwall.runbook.DiagnosisStep;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.Runbook;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.Symptom;
import com.holdwall.runbook.SymptomId;
import java.util.List;
import java.util.Optional;

/**
 * A runbook that applies, and why. Immutable.
 *
 * @param rank from 1; runbooks that cannot be told apart share a rank
 * @param runbook the runbook
 * @param observed its symptoms that are there; not empty
 * @param notObserved its symptoms that are not there
 * @param notEvaluable its symptoms that nobody can tell
 * @param contradictions what speaks against it, each a sentence
 * @param explainedBy the runbooks, ranked before, whose incident explains this one's symptoms
 * @param executed the diagnosis steps that were executed, in order, with their results
 * @param left the diagnosis steps left for a person, in order
 * @param next the immediate resolution step to take next; empty if none can be taken, and the
 *     incident is to be escalated
 * @param heldBack the immediate resolution steps before it that must not be taken now
 */
public record RankedRunbook(
    int rank,
    Runbook runbook,
    List<Observation.Observed> observed,
    List<Observation.NotObserved> notObserved,
    List<Observation.NotEvaluable> notEvaluable,
    List<String> contradictions,
    List<RunbookId> explainedBy,
    List<StepResult> executed,
    List<DiagnosisStep> left,
    Optional<NextStep> next,
    List<NextStep> heldBack) {

  static final String ESCALATE = "Escalate: no immediate step may be taken now";

  /** Copies the parts. */
  public RankedRunbook {
    observed = List.copyOf(observed);
    notObserved = List.copyOf(notObserved);
    notEvaluable = List.copyOf(notEvaluable);
    contradictions = List.copyOf(contradictions);
    explainedBy = List.copyOf(explainedBy);
    executed = List.copyOf(executed);
    left = List.copyOf(left);
    heldBack = List.copyOf(heldBack);
  }

  /** The runbook's own words for one of its symptoms. */
  String words(SymptomId symptom) {
    return runbook.symptoms().stream()
        .filter(candidate -> candidate.id().equals(symptom))
        .map(Symptom::description)
        .findFirst()
        .orElseThrow();
  }

  /** The runbook's own words for a step that was executed. */
  String words(StepResult result) {
    return runbook.diagnosis().stream()
        .filter(step -> step.id().equals(result.step()))
        .map(DiagnosisStep::text)
        .findFirst()
        .orElseThrow();
  }
}
