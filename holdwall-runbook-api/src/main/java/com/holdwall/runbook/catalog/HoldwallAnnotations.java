package com.holdwall.runbook.catalog;

import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.Safety;
import com.holdwall.runbook.Section;
import com.holdwall.runbook.StepId;
import com.holdwall.runbook.markdown.Annotations;
import com.holdwall.runbook.markdown.SymptomSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the Holdwall document does not say: how a symptom is recognised, what a command risks. */
final class HoldwallAnnotations implements Annotations {

  private final List<SymptomEntry> symptoms =
      Stream.of(
              StorageSymptoms.entries(),
              TrafficSymptoms.entries(),
              ResourceSymptoms.entries(),
              ProviderSymptoms.entries())
          .flatMap(List::stream)
          .toList();

  private final Map<StepId, Safety> commands = CommandSafety.byStep();

  @Override
  public Optional<SymptomSpec> symptom(RunbookId runbook, String text) {
    return symptoms.stream()
        .filter(entry -> entry.id().runbook().equals(runbook) && entry.text().equals(text))
        .findFirst()
        .map(SymptomEntry::spec);
  }

  @Override
  public Optional<Safety> safety(StepId step, String command) {
    return step.section() == Section.IMMEDIATE
        ? Optional.ofNullable(commands.get(step))
        : Optional.empty();
  }
}
