package com.holdwall.runbook;

/**
 * The identity of a runbook: the anchor of its heading, such as {@code database-connection-issues}.
 * Immutable.
 *
 * @param value lower-case words joined by hyphens
 */
public record RunbookId(String value) {

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException if {@code value} is not lower-case words joined by hyphens
   */
  public RunbookId {
    Require.kebab("runbook id", value);
  }

  /** {@return the identity as it stands in links: the value} */
  @Override
  public String toString() {
    return value;
  }
}
