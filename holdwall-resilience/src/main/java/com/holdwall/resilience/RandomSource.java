package com.holdwall.resilience;

/** Where randomness comes from. Not for secrets. Implementations are thread-safe. */
@FunctionalInterface
public interface RandomSource {

  /**
   * Draws a number.
   *
   * @param bound one more than the largest number that may be drawn; at least 1
   * @return a number from 0 to {@code bound - 1}, each as likely as any other
   */
  long nextLong(long bound);

  /** {@return a source over {@link java.util.concurrent.ThreadLocalRandom}} */
  static RandomSource system() {
    return SystemTime.INSTANCE;
  }
}
