package com.holdwall.runbook.diagnosis;

import com.holdwall.runbook.Command;
import com.holdwall.runbook.GeneralStep;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.SafetyClass;

/** The report as Markdown, for a ticket or a chat. */
final class MarkdownReport {

  private final StringBuilder out = new StringBuilder();
  private final DiagnosisReport report;

  private MarkdownReport(DiagnosisReport report) {
    this.report = report;
  }

  static String render(DiagnosisReport report) {
    return new MarkdownReport(report).render();
  }

  private String render() {
    out.append("# Diagnosis of ").append(report.service()).append("\n\n");
    out.append("Observed at ").append(report.at()).append("; ").append(report.evaluable());
    out.append(" of ").append(report.symptoms()).append(" symptoms can be evaluated here.\n");
    if (report.ranked().isEmpty()) {
      out.append("\nNo runbook applies.\n");
      alone();
      return out.toString();
    }
    report.ranked().forEach(this::runbook);
    alone();
    shared();
    return out.toString();
  }

  /** What the runbooks share; whom to call comes last. */
  private void shared() {
    out.append("\n## In any case\n\n");
    for (GeneralStep step : report.general()) {
      out.append(step.number()).append(". ").append(Wording.general(step)).append("\n");
      step.details().forEach(detail -> out.append("   - ").append(detail).append("\n"));
    }
    out.append("\n## Read on\n\n");
    report.links().forEach(l -> out.append("- [" + l.title() + "](" + l.target() + ")\n"));
    out.append("\n## Escalate\n\n");
    report.contacts().forEach(c -> out.append("- **" + c.role() + "**: " + c.text() + "\n"));
  }

  private void alone() {
    out.append(report.alone().isEmpty() ? "" : "\n## Also observed, not enough on its own\n\n");
    for (LoneSymptom lone : report.alone()) {
      out.append("- ").append(lone.words()).append(" (`").append(lone.runbook().id());
      out.append("`): ").append(Wording.evidence(lone.observed().evidence())).append("\n");
    }
  }

  private void runbook(RankedRunbook ranked) {
    out.append("\n## ").append(ranked.rank()).append(". ").append(ranked.runbook().title());
    out.append("\n\n### Symptoms\n\n");
    report.tiedWith(ranked).forEach(other -> out.append("- Tied with `" + other + "`\n"));
    ranked.explainedBy().forEach(cause -> out.append("- Explained by `" + cause + "`\n"));
    for (Observation.Observed seen : ranked.observed()) {
      out.append("- **observed** ").append(ranked.words(seen.symptom())).append(": ");
      out.append(Wording.evidence(seen.evidence()));
      out.append(
          seen.evidence().detail().isEmpty() ? "\n" : ". " + seen.evidence().detail() + "\n");
    }
    ranked
        .notObserved()
        .forEach(o -> out.append("- not observed: " + ranked.words(o.symptom()) + "\n"));
    ranked
        .notEvaluable()
        .forEach(
            o -> out.append("- unknown: " + ranked.words(o.symptom()) + ": " + o.reason() + "\n"));
    ranked.contradictions().forEach(c -> out.append("- but " + c + "\n"));
    diagnosis(ranked);
    out.append("\n### Next\n");
    ranked.heldBack().forEach(step -> step("Not now: ", step));
    ranked
        .next()
        .ifPresentOrElse(
            step -> step("", step), () -> out.append("\n" + RankedRunbook.ESCALATE + "\n"));
  }

  private void diagnosis(RankedRunbook ranked) {
    out.append("\n### Diagnosis\n\n");
    for (StepResult result : ranked.executed()) {
      boolean done = result.status() == StepResult.Outcome.DONE;
      out.append(done ? "- [x] " : "- [ ] could not be run: ");
      out.append("step ").append(result.step().number()).append(": ").append(result.summary());
      out.append("\n");
    }
    ranked.left().forEach(step -> out.append("- [ ] " + step.text() + "\n"));
  }

  private void step(String prefix, NextStep next) {
    out.append("\n").append(prefix).append(next.step().text()).append("\n");
    Command command = next.step().command();
    if (command == null) {
      return;
    }
    out.append("\n```bash\n").append(command.display()).append("\n```\n");
    if (command.safety().isAtLeast(SafetyClass.MUTATING)) {
      out.append("\n").append(command.safety()).append(": ").append(command.guard().reason());
      out.append("\n");
    }
    for (NextStep.Checked checked : next.preconditions()) {
      out.append("\n- [")
          .append(checked.answer() == NextStep.Answer.HOLDS ? "x" : " ")
          .append("] ");
      out.append(checked.precondition().text());
      out.append(checked.answer() == NextStep.Answer.VIOLATED ? " (does **not** hold)" : "");
    }
    out.append(next.preconditions().isEmpty() ? "" : "\n");
  }
}
