package com.holdwall.runbook.diagnosis;

import com.holdwall.runbook.Observation;
import com.holdwall.runbook.Precondition;
import com.holdwall.runbook.ResolutionStep;
import com.holdwall.runbook.SymptomId;
import java.util.List;

/** Answers the preconditions of a resolution step from what was observed. */
final class Preconditions {

  private Preconditions() {}

  static NextStep check(ResolutionStep step, DiagnosisInput input) {
    if (step.command() == null) {
      return new NextStep(step, List.of());
    }
    return new NextStep(
        step,
        step.command().guard().preconditions().stream()
            .map(p -> new NextStep.Checked(p, answer(p, input)))
            .toList());
  }

  private static NextStep.Answer answer(Precondition precondition, DiagnosisInput input) {
    SymptomId absent = precondition.absent();
    if (absent == null) {
      return NextStep.Answer.UNKNOWN;
    }
    for (Observation observation : input.observations()) {
      if (observation.symptom().equals(absent)) {
        return answer(observation);
      }
    }
    return NextStep.Answer.UNKNOWN;
  }

  private static NextStep.Answer answer(Observation observation) {
    if (observation instanceof Observation.Observed) {
      return NextStep.Answer.VIOLATED;
    }
    return observation instanceof Observation.NotObserved
        ? NextStep.Answer.HOLDS
        : NextStep.Answer.UNKNOWN;
  }
}
