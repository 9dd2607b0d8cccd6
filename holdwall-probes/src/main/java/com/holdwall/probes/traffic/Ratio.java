package com.holdwall.probes.traffic;

/**
 * Errors of all requests of a window. Immutable.
 *
 * @param errors how many failed
 * @param all how many there were
 */
record Ratio(long errors, long all) {

  /** The two-sided 95 % quantile of the normal distribution. */
  private static final double Z = 1.959964;

  /** 0 to 1; 0 without any request. */
  double value() {
    return all == 0 ? 0 : Math.min(1, (double) errors / all);
  }

  /**
   * The lower end of Wilson's 95 % interval: what the ratio is at least, however few the requests.
   * Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
   * 1927.
   */
  double atLeast() {
    if (all == 0 || errors == 0) {
      return 0;
    }
    double n = all;
    double p = value();
    double middle = p + Z * Z / (2 * n);
    double half = Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
    return Math.max(0, (middle - half) / (1 + Z * Z / n));
  }
}
