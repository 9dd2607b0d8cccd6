package com.holdwall.runbook;

/**
 * Whom to call. Immutable.
 *
 * @param role the role or team
 * @param text how to reach it, or what for, as Markdown
 */
public record Contact(String role, String text) {

  /**
   * Checks the role.
   *
   * @throws IllegalArgumentException if {@code role} is blank
   */
  public Contact {
    Require.text("contact role", role);
  }
}
