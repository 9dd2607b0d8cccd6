package com.holdwall.runbook.markdown;

import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.Safety;
import com.holdwall.runbook.StepId;
import com.holdwall.runbook.Symptom;
import java.util.Optional;

/**
 * Knows a symptom by its new words as well.
 *
 * @param known what was known before
 * @param symptom the symptom
 * @param words its new words
 */
record RenamedSymptom(Annotations known, Symptom symptom, String words) implements Annotations {

  @Override
  public Optional<SymptomSpec> symptom(RunbookId runbook, String text) {
    boolean renamed = runbook.equals(symptom.id().runbook()) && text.equals(words);
    return renamed
        ? Optional.of(new SymptomSpec(symptom.id().key(), symptom.role(), symptom.condition()))
        : known.symptom(runbook, text);
  }

  @Override
  public Optional<Safety> safety(StepId step, String command) {
    return known.safety(step, command);
  }
}
