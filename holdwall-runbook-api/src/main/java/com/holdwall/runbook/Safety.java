package com.holdwall.runbook;

import java.util.List;

/**
 * What a command may change, and what to look at before it is run. Immutable.
 *
 * @param level what it may change
 * @param reason why it is not simply safe; empty for a read-only command
 * @param preconditions what must hold before it is run; may be empty
 */
public record Safety(SafetyClass level, String reason, List<Precondition> preconditions) {

  /**
   * Copies the preconditions.
   *
   * @throws IllegalArgumentException if a command that changes something has no reason
   */
  public Safety {
    if (level != SafetyClass.READ_ONLY) {
      Require.text("reason of a " + level + " command", reason);
    }
    preconditions = List.copyOf(preconditions);
  }

  /** {@return the safety of a command that changes nothing} */
  public static Safety readOnly() {
    return new Safety(SafetyClass.READ_ONLY, "", List.of());
  }
}
