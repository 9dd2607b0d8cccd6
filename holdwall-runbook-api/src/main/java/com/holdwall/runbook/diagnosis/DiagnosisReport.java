package com.holdwall.runbook.diagnosis;

import com.holdwall.runbook.Contact;
import com.holdwall.runbook.GeneralStep;
import com.holdwall.runbook.Link;
import com.holdwall.runbook.RunbookId;
import java.time.Instant;
import java.util.List;

/**
 * Which runbooks apply, why, and what to do next. Immutable.
 *
 * @param service the service
 * @param at when the observations were collected
 * @param ranked the runbooks that apply, the cause first; empty if none does
 * @param alone the symptoms that are there and make no runbook apply, in the catalogue's order
 * @param components the health of the components
 * @param evaluable how many of the catalogue's symptoms could be evaluated
 * @param symptoms how many symptoms the catalogue has
 * @param general what to do in every incident
 * @param contacts whom to call
 * @param links where to read on
 */
public record DiagnosisReport(
    String service,
    Instant at,
    List<RankedRunbook> ranked,
    List<LoneSymptom> alone,
    List<ComponentHealth> components,
    int evaluable,
    int symptoms,
    List<GeneralStep> general,
    List<Contact> contacts,
    List<Link> links) {

  /** Copies the parts. */
  public DiagnosisReport {
    ranked = List.copyOf(ranked);
    alone = List.copyOf(alone);
    components = List.copyOf(components);
    general = List.copyOf(general);
    contacts = List.copyOf(contacts);
    links = List.copyOf(links);
  }

  /** {@return the report for a terminal} */
  public String toText() {
    return TextReport.render(this);
  }

  /** {@return the report as Markdown} */
  public String toMarkdown() {
    return MarkdownReport.render(this);
  }

  /** The other runbooks of the same rank: nothing that was observed tells them apart. */
  List<RunbookId> tiedWith(RankedRunbook one) {
    return ranked.stream()
        .filter(other -> other.rank() == one.rank())
        .map(other -> other.runbook().id())
        .filter(id -> !id.equals(one.runbook().id()))
        .toList();
  }
}
