package com.holdwall.runbook.markdown;

import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.Safety;
import com.holdwall.runbook.StepId;
import java.util.Optional;

/**
 * What a document does not say and a program needs. Implementations are pure functions.
 *
 * <p>Without an answer, a symptom gets a key made of its words, supports only, and waits for a
 * person's report; a command that resolves something counts as {@code DESTRUCTIVE}, because nobody
 * looked at it.
 */
public interface Annotations {

  /** {@return annotations without an answer} */
  static Annotations none() {
    return new Annotations() {
      @Override
      public Optional<SymptomSpec> symptom(RunbookId runbook, String text) {
        return Optional.empty();
      }

      @Override
      public Optional<Safety> safety(StepId step, String command) {
        return Optional.empty();
      }
    };
  }

  /**
   * Says how a symptom is recognised.
   *
   * @param runbook the runbook that lists it
   * @param text the runbook's own words
   * @return the answer; empty if there is none
   */
  Optional<SymptomSpec> symptom(RunbookId runbook, String text);

  /**
   * Says what a command of a resolution may change.
   *
   * @param step where it stands
   * @param command the command as the document has it
   * @return the answer; empty if there is none
   */
  Optional<Safety> safety(StepId step, String command);
}
