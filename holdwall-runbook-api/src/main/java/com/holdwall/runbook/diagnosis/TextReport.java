package com.holdwall.runbook.diagnosis;

import com.holdwall.runbook.Command;
import com.holdwall.runbook.Contact;
import com.holdwall.runbook.GeneralStep;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.SafetyClass;
import java.util.stream.Collectors;

/** The report for a terminal of 80 columns or more. */
final class TextReport {

  private final StringBuilder out = new StringBuilder();
  private final DiagnosisReport report;

  private TextReport(DiagnosisReport report) {
    this.report = report;
  }

  static String render(DiagnosisReport report) {
    return new TextReport(report).render();
  }

  private String render() {
    out.append("Diagnosis of ").append(report.service()).append(" at ").append(report.at());
    out.append("\n");
    if (report.ranked().isEmpty()) {
      out.append("  no runbook applies\n");
    }
    report.ranked().forEach(this::runbook);
    report.alone().forEach(this::alone);
    out.append("  ").append(report.evaluable()).append(" of ").append(report.symptoms());
    out.append(" symptoms can be evaluated here\n");
    if (!report.ranked().isEmpty()) {
      shared();
    }
    return out.toString();
  }

  /** What the runbooks share; whom to call comes last. */
  private void shared() {
    report.general().forEach(step -> line("in any case", general(step)));
    report.links().forEach(link -> line("read on", link.title() + ": " + link.target()));
    String contacts =
        report.contacts().stream().map(TextReport::contact).collect(Collectors.joining("; "));
    line("escalate", contacts);
  }

  private static String general(GeneralStep step) {
    String details = step.details().isEmpty() ? "" : " (" + String.join("; ", step.details()) + ")";
    return step.number() + ". " + Wording.general(step) + details;
  }

  private void runbook(RankedRunbook ranked) {
    out.append("  ").append(ranked.rank()).append(". ").append(ranked.runbook().title());
    out.append(" (").append(ranked.runbook().id()).append(")\n");
    report.tiedWith(ranked).forEach(other -> line("tied with", other.toString()));
    ranked.explainedBy().forEach(cause -> line("explained by", cause.toString()));
    ranked.observed().forEach(seen -> observed(ranked, seen));
    ranked.notObserved().forEach(unseen -> line("not observed", ranked.words(unseen.symptom())));
    ranked
        .notEvaluable()
        .forEach(
            unknown -> line("unknown", ranked.words(unknown.symptom()) + ": " + unknown.reason()));
    ranked.contradictions().forEach(contradiction -> line("but", contradiction));
    ranked.executed().forEach(result -> executed(ranked, result));
    ranked.left().forEach(step -> line("left to check", step.text()));
    ranked.heldBack().forEach(step -> step("not now", step));
    ranked
        .next()
        .ifPresentOrElse(step -> step("next", step), () -> line("next", RankedRunbook.ESCALATE));
  }

  private void alone(LoneSymptom lone) {
    line("also observed", lone.words() + " (" + lone.runbook().id() + "), not enough on its own");
    line("", Wording.evidence(lone.observed().evidence()));
  }

  private void observed(RankedRunbook ranked, Observation.Observed seen) {
    line("observed", ranked.words(seen.symptom()));
    line("", Wording.evidence(seen.evidence()));
    if (!seen.evidence().detail().isEmpty()) {
      line("", seen.evidence().detail());
    }
  }

  private void executed(RankedRunbook ranked, StepResult result) {
    line(
        result.status() == StepResult.Outcome.DONE ? "checked" : "check failed",
        ranked.words(result));
    line("", "-> " + result.summary());
  }

  private void step(String label, NextStep next) {
    line(label, next.step().text());
    Command command = next.step().command();
    if (command == null) {
      return;
    }
    line("", "$ " + command.display());
    if (command.safety().isAtLeast(SafetyClass.MUTATING)) {
      line("", command.safety() + ": " + command.guard().reason());
    }
    next.preconditions()
        .forEach(
            checked ->
                line(
                    "", "before: " + checked.precondition().text() + " [" + answer(checked) + "]"));
  }

  private static String answer(NextStep.Checked checked) {
    return switch (checked.answer()) {
      case HOLDS -> "holds";
      case VIOLATED -> "does NOT hold";
      case UNKNOWN -> "check it";
    };
  }

  private static String contact(Contact contact) {
    return contact.role() + " (" + contact.text() + ")";
  }

  private void line(String label, String text) {
    out.append(String.format("     %-13s %s%n", label, text).replace("\r\n", "\n"));
  }
}
