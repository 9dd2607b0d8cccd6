package com.holdwall.probes;

/**
 * When a status that keeps changing is held. A change here is one from UP to anything else, or
 * back. While it is held it shows the worst status that it changed between, with basis {@link
 * Basis#FLAPPING} and the reason. Immutable.
 *
 * @param changes how many changes within the window hold it; at least 2
 * @param window how many of the last checks are looked at; more than {@code changes}, at most 64
 * @param calm how many checks in a row without a change let it go; 1 to 64
 */
public record FlapRule(int changes, int window, int calm) {

  private static final FlapRule DEFAULTS = new FlapRule(6, 20, 10);
  private static final int MOST = 64;

  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException if they are out of range
   */
  public FlapRule {
    if (changes < 2) {
      throw new IllegalArgumentException("changes must be at least 2, but is " + changes);
    }
    if (window <= changes || window > MOST) {
      throw new IllegalArgumentException(
          "window must be more than the changes, which are "
              + changes
              + ", and at most 64, but is "
              + window);
    }
    if (calm < 1 || calm > MOST) {
      throw new IllegalArgumentException("calm must be between 1 and 64, but is " + calm);
    }
  }

  /** {@return held after 6 changes within 20 checks, until 10 checks pass without a change} */
  public static FlapRule defaults() {
    return DEFAULTS;
  }
}
