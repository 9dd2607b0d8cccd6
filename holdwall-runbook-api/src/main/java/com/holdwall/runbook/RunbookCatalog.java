package com.holdwall.runbook;

import java.util.List;
import java.util.Optional;

/**
 * A set of runbooks, and what they share. Immutable.
 *
 * @param title the document's title
 * @param runbooks the runbooks, in order; not empty
 * @param generalSteps what to do in every incident
 * @param contacts whom to call
 * @param links where to read on
 */
public record RunbookCatalog(
    String title,
    List<Runbook> runbooks,
    List<GeneralStep> generalSteps,
    List<Contact> contacts,
    List<Link> links) {

  /**
   * Checks and copies the parts.
   *
   * @throws IllegalArgumentException if the title is blank, there is no runbook, or two runbooks
   *     share an id
   */
  public RunbookCatalog {
    Require.text("catalogue title", title);
    Require.atLeastOne("number of runbooks", runbooks.size());
    Require.distinct("runbook ids", runbooks, Runbook::id);
    runbooks = List.copyOf(runbooks);
    generalSteps = List.copyOf(generalSteps);
    contacts = List.copyOf(contacts);
    links = List.copyOf(links);
  }

  /**
   * Looks a runbook up.
   *
   * @param id the runbook's id
   * @return the runbook; empty if the catalogue has none of that id
   */
  public Optional<Runbook> runbook(RunbookId id) {
    return runbooks.stream().filter(runbook -> runbook.id().equals(id)).findFirst();
  }

  /**
   * Looks a symptom up.
   *
   * @param id the symptom's id
   * @return the symptom; empty if the catalogue has none of that id
   */
  public Optional<Symptom> symptom(SymptomId id) {
    return runbook(id.runbook()).stream()
        .flatMap(runbook -> runbook.symptoms().stream())
        .filter(symptom -> symptom.id().equals(id))
        .findFirst();
  }

  /**
   * Replaces a symptom's condition, for a service whose thresholds differ.
   *
   * @param id the symptom
   * @param condition when it is observed in this service
   * @return a catalogue that differs in this condition only
   * @throws IllegalArgumentException if the catalogue has no such symptom
   */
  public RunbookCatalog withCondition(SymptomId id, DetectionCondition condition) {
    if (symptom(id).isEmpty()) {
      throw new IllegalArgumentException(
          "symptom '" + id + "' must be of the catalogue '" + title + "'");
    }
    List<Runbook> changed =
        runbooks.stream().map(runbook -> runbook.withCondition(id, condition)).toList();
    return new RunbookCatalog(title, changed, generalSteps, contacts, links);
  }
}
