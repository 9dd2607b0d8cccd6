package com.holdwall.probes;

/**
 * How many checks it takes until a status is believed. Immutable.
 *
 * <p>UP is a success, DEGRADED and DOWN are failures, and a check that cannot tell is neither: it
 * shows at once as UNKNOWN and starts the count of successes again. With {@code n} of {@code n} a
 * single contrary check starts the count again.
 *
 * @param down failures until the status gets worse
 * @param up successes until the status gets better, the first UP after the start included
 */
public record Thresholds(Rule down, Rule up) {

  private static final Thresholds IMMEDIATE = new Thresholds(Rule.inARow(1), Rule.inARow(1));

  /**
   * So many of the last checks.
   *
   * @param count how many must agree; 1 to {@code of}
   * @param of how many of the last checks are looked at; 1 to 64
   */
  public record Rule(int count, int of) {

    private static final int MOST = 64;

    /**
     * Checks the counts.
     *
     * @throws IllegalArgumentException if they are out of range
     */
    public Rule {
      if (of < 1 || of > MOST) {
        throw new IllegalArgumentException("of must be between 1 and 64, but is " + of);
      }
      if (count < 1 || count > of) {
        throw new IllegalArgumentException(
            "count must be between 1 and of, which is " + of + ", but is " + count);
      }
    }

    /**
     * So many checks in a row.
     *
     * @param count how many; 1 to 64
     * @return the rule
     * @throws IllegalArgumentException if the count is out of range
     */
    public static Rule inARow(int count) {
      return new Rule(count, count);
    }
  }

  /**
   * {@return each check counts at once: the default, because the symptoms that name a runbook count
   * their own checks}
   */
  public static Thresholds immediate() {
    return IMMEDIATE;
  }

  /**
   * So many checks in a row, both ways.
   *
   * @param failures in a row until the status gets worse; 1 to 64
   * @param successes in a row until it gets better; 1 to 64
   * @return the thresholds
   * @throws IllegalArgumentException if a count is out of range
   */
  public static Thresholds consecutive(int failures, int successes) {
    return new Thresholds(Rule.inARow(failures), Rule.inARow(successes));
  }
}
