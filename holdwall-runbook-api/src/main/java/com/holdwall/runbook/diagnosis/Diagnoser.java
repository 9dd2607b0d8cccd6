package com.holdwall.runbook.diagnosis;

import com.holdwall.runbook.Observation;
import com.holdwall.runbook.ResolutionStep;
import com.holdwall.runbook.Runbook;
import com.holdwall.runbook.RunbookCatalog;
import com.holdwall.runbook.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Ranks the runbooks of a catalogue by what was observed. A pure function of its input: no clock,
 * no I/O. Immutable and safe for use by several threads.
 *
 * <p>A runbook applies if a discriminating symptom is observed; or two supporting ones; or one
 * supporting one while the probe of its own component is not up. Among those, a runbook that
 * another one explains comes after it; then more discriminating symptoms come first, then more
 * supporting ones, then fewer contradictions.
 *
 * <p>The next step is an immediate one. If each of them is held back by a precondition, there is
 * none, and the incident is to be escalated.
 */
public final class Diagnoser {

  private final RunbookCatalog catalog;
  private final Explanations explanations;

  private Diagnoser(RunbookCatalog catalog, Explanations explanations) {
    this.catalog = catalog;
    this.explanations = explanations;
  }

  /**
   * Makes a diagnoser.
   *
   * @param catalog the runbooks
   * @param explanations which incident explains which other
   * @return the diagnoser
   */
  public static Diagnoser of(RunbookCatalog catalog, Explanations explanations) {
    return new Diagnoser(catalog, explanations);
  }

  /**
   * Diagnoses.
   *
   * @param input what was observed
   * @return the report
   * @throws IllegalArgumentException if an observation is about a symptom that the catalogue does
   *     not have
   */
  public DiagnosisReport diagnose(DiagnosisInput input) {
    for (Observation observation : input.observations()) {
      if (catalog.symptom(observation.symptom()).isEmpty()) {
        throw new IllegalArgumentException(
            "symptom '"
                + observation.symptom()
                + "' must be of the catalogue '"
                + catalog.title()
                + "'");
      }
    }
    List<Finding> findings = catalog.runbooks().stream().map(r -> Finding.of(r, input)).toList();
    List<Finding> ordered =
        CauseOrder.sort(findings.stream().filter(Finding::applies).toList(), explanations);
    return new DiagnosisReport(
        input.service(),
        input.at(),
        ranked(ordered, input),
        findings.stream().filter(f -> !f.applies()).flatMap(Finding::alone).toList(),
        input.components(),
        findings.stream().mapToInt(Finding::evaluable).sum(),
        catalog.runbooks().stream().mapToInt(runbook -> runbook.symptoms().size()).sum(),
        catalog.generalSteps(),
        catalog.contacts(),
        catalog.links());
  }

  private List<RankedRunbook> ranked(List<Finding> ordered, DiagnosisInput input) {
    List<RankedRunbook> ranked = new ArrayList<>();
    for (int i = 0; i < ordered.size(); i++) {
      Finding finding = ordered.get(i);
      boolean tie = i > 0 && CauseOrder.tied(ordered.get(i - 1), finding, ordered, explanations);
      int rank = tie ? ranked.get(i - 1).rank() : i + 1;
      ranked.add(rankedRunbook(rank, finding, ordered, input));
    }
    return ranked;
  }

  /** What the short term holds, such as a larger pool, does not end an incident that is on. */
  private static List<ResolutionStep> urgent(Runbook runbook) {
    List<ResolutionStep> immediate = runbook.resolution(Section.IMMEDIATE);
    return immediate.isEmpty() ? runbook.resolution() : immediate;
  }

  private RankedRunbook rankedRunbook(
      int rank, Finding finding, List<Finding> ordered, DiagnosisInput input) {
    Runbook runbook = finding.runbook();
    List<StepResult> executed =
        runbook.diagnosis().stream()
            .flatMap(step -> input.steps().stream().filter(r -> r.step().equals(step.id())))
            .toList();
    List<NextStep> steps =
        urgent(runbook).stream().map(step -> Preconditions.check(step, input)).toList();
    Optional<NextStep> next = steps.stream().filter(NextStep::allowed).findFirst();
    return new RankedRunbook(
        rank,
        runbook,
        finding.observed(),
        finding.notObserved(),
        finding.notEvaluable(),
        finding.contradictions(),
        CauseOrder.causes(finding, ordered, explanations).stream()
            .map(cause -> cause.runbook().id())
            .toList(),
        executed,
        runbook.diagnosis().stream()
            .filter(step -> executed.stream().noneMatch(r -> r.step().equals(step.id())))
            .toList(),
        next,
        steps.stream().takeWhile(step -> !step.allowed()).toList());
  }
}
