package com.holdwall.probes;

/**
 * An alert from outside, such as Alertmanager's. Immutable.
 *
 * @param name the alert's name; not blank; at most 200 characters
 * @param firing whether it fires; else it is resolved
 * @param fingerprint what tells two alerts of one name apart; may be empty; at most 200 characters
 * @param summary one sentence for a person; may be empty; at most 2,000 characters; secrets are
 *     taken out
 */
public record Alert(String name, boolean firing, String fingerprint, String summary) {

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if the name is blank, or a text is too long
   */
  public Alert {
    if (name.isBlank()) {
      throw new IllegalArgumentException("alert name must not be blank, but is '" + name + "'");
    }
    Report.Limits.text("alert name", name, 200);
    Report.Limits.text("alert fingerprint", fingerprint, 200);
    Report.Limits.text("alert summary", summary, 2_000);
  }
}
