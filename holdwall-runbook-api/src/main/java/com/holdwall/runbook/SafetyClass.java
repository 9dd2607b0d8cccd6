package com.holdwall.runbook;

/** What a command may change. */
public enum SafetyClass {
  /** Nothing. */
  READ_ONLY(0),
  /** Running systems; can be undone. */
  MUTATING(1),
  /** Data or caches; cannot be undone. */
  DESTRUCTIVE(2);

  private final int rank;

  SafetyClass(int rank) {
    this.rank = rank;
  }

  /**
   * Compares.
   *
   * @param other the class to compare with
   * @return whether this class is as dangerous as {@code other}, or more
   */
  public boolean isAtLeast(SafetyClass other) {
    return rank >= other.rank;
  }
}
