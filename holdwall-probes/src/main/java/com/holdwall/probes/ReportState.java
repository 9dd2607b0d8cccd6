package com.holdwall.probes;

import com.holdwall.runbook.Comparison;
import com.holdwall.runbook.Evidence;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.SymptomId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What people say about a symptom that nothing in the process can see. */
final class ReportState implements ConditionState {

  private final SymptomId symptom;
  private Observation answer;
  private Instant expiresAt = Instant.MAX;

  ReportState(SymptomId symptom) {
    this.symptom = symptom;
    this.answer = nobody("only a person can report it");
  }

  private Observation nobody(String reason) {
    return new Observation.NotEvaluable(symptom, reason);
  }

  @Override
  public Observation answer() {
    return answer;
  }

  @Override
  public boolean report(Report report, Instant at) {
    String words = report.note().isEmpty() ? "" : ": " + report.note();
    Evidence evidence =
        new Evidence(
            "operators' reports",
            report.present() ? 1 : 0,
            Comparison.AT_LEAST,
            1,
            "reports",
            Duration.ZERO,
            1,
            "operator",
            report.reporter() + words);
    boolean still = answer instanceof Observation.Observed;
    Instant since = still ? ((Observation.Observed) answer).since() : at;
    answer =
        report.present()
            ? new Observation.Observed(symptom, since, evidence)
            : new Observation.NotObserved(symptom, evidence);
    expiresAt = at.plus(report.validFor());
    return true;
  }

  @Override
  public boolean expire(Instant now) {
    if (!now.isBefore(expiresAt)) {
      answer = nobody("the last report was valid until " + expiresAt);
      expiresAt = Instant.MAX;
    }
    return !expiresAt.equals(Instant.MAX);
  }

  @Override
  public void update(String probe, List<Reading> readings, Instant at) {}

  @Override
  public boolean unsettled(String probe) {
    return false;
  }
}
