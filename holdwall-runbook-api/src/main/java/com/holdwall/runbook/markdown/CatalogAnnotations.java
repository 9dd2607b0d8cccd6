package com.holdwall.runbook.markdown;

import com.holdwall.runbook.Command;
import com.holdwall.runbook.RunbookCatalog;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.Safety;
import com.holdwall.runbook.StepId;
import java.util.Optional;

/**
 * What a catalogue knows and its Markdown does not say.
 *
 * @param catalog the catalogue
 */
record CatalogAnnotations(RunbookCatalog catalog) implements Annotations {

  @Override
  public Optional<SymptomSpec> symptom(RunbookId runbook, String text) {
    return catalog.runbook(runbook).stream()
        .flatMap(found -> found.symptoms().stream())
        .filter(symptom -> symptom.description().equals(text))
        .findFirst()
        .map(s -> new SymptomSpec(s.id().key(), s.role(), s.condition()));
  }

  @Override
  public Optional<Safety> safety(StepId step, String command) {
    return catalog.runbook(step.runbook()).stream()
        .flatMap(found -> found.resolution().stream())
        .filter(candidate -> candidate.id().equals(step))
        .flatMap(candidate -> Optional.ofNullable(candidate.command()).stream())
        .findFirst()
        .map(Command::guard);
  }
}
