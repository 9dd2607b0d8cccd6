package com.holdwall.runbook;

/** On which side of a threshold a value is a symptom. */
public enum Comparison {
  /** Greater than the threshold. */
  ABOVE(">"),
  /** The threshold or more. */
  AT_LEAST(">="),
  /** Less than the threshold. */
  BELOW("<"),
  /** The threshold or less. */
  AT_MOST("<=");

  private final String sign;

  Comparison(String sign) {
    this.sign = sign;
  }

  /** {@return the sign, such as {@code >=}} */
  public String sign() {
    return sign;
  }

  /**
   * Compares.
   *
   * @param value the value; NaN is on no side
   * @param threshold the threshold
   * @return whether {@code value} is on this side of {@code threshold}
   */
  public boolean test(double value, double threshold) {
    return switch (this) {
      case ABOVE -> value > threshold;
      case AT_LEAST -> value >= threshold;
      case BELOW -> value < threshold;
      case AT_MOST -> value <= threshold;
    };
  }
}
