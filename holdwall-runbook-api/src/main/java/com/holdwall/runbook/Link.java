package com.holdwall.runbook;

/**
 * Where to read on. Immutable.
 *
 * @param title the link's text
 * @param target an address, or a path beside the document
 */
public record Link(String title, String target) {

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if the title or the target is blank
   */
  public Link {
    Require.text("link title", title);
    Require.text("link target", target);
  }
}
