package com.holdwall.probes;

import com.holdwall.probes.redact.Redactor;
import com.holdwall.runbook.Evidence;
import com.holdwall.runbook.diagnosis.StepResult;

/** Takes secrets out of a result before anything keeps it. Thread-safe. */
final class Cleaner {

  private final Redactor redactor;

  Cleaner(Redactor redactor) {
    this.redactor = redactor;
  }

  ProbeResult clean(ProbeResult result) {
    return new ProbeResult(
        result.status(),
        text(result.summary()),
        result.readings().stream().map(this::reading).toList(),
        result.steps().stream().map(this::step).toList());
  }

  Report clean(Report report) {
    return new Report(
        report.symptom(),
        report.present(),
        text(report.reporter()),
        text(report.note()),
        report.validFor());
  }

  Alert clean(Alert alert) {
    return new Alert(alert.name(), alert.firing(), alert.fingerprint(), text(alert.summary()));
  }

  private String text(String text) {
    return redactor.redact(text);
  }

  private Reading reading(Reading reading) {
    if (reading instanceof Reading.Present present) {
      return new Reading.Present(text(present.finding()), evidence(present.evidence()));
    }
    if (reading instanceof Reading.Absent absent) {
      return new Reading.Absent(text(absent.finding()), evidence(absent.evidence()));
    }
    return new Reading.Unknown(text(reading.finding()), text(((Reading.Unknown) reading).reason()));
  }

  private Evidence evidence(Evidence evidence) {
    return new Evidence(
        text(evidence.signal()),
        evidence.value(),
        evidence.comparison(),
        evidence.threshold(),
        text(evidence.unit()),
        evidence.window(),
        evidence.samples(),
        text(evidence.source()),
        text(evidence.detail()));
  }

  private StepResult step(StepResult step) {
    return new StepResult(step.step(), step.status(), text(step.summary()), step.at());
  }
}
