package com.holdwall.runbook;

/** The sections of a runbook that hold numbered steps, in the order of the document. */
public enum Section {
  /** How to confirm what is wrong; read-only. */
  DIAGNOSIS("diagnosis"),
  /** What stops the damage now. */
  IMMEDIATE("immediate"),
  /** What keeps it away for days. */
  SHORT_TERM("short-term"),
  /** What removes the cause. */
  LONG_TERM("long-term"),
  /** What keeps it from coming back unseen. */
  PREVENTION("prevention");

  private final String slug;

  Section(String slug) {
    this.slug = slug;
  }

  /** {@return the name as it stands in step ids, such as {@code short-term}} */
  public String slug() {
    return slug;
  }

  /** {@return whether this is one of the three horizons of a resolution} */
  public boolean isResolution() {
    return this == IMMEDIATE || this == SHORT_TERM || this == LONG_TERM;
  }
}
