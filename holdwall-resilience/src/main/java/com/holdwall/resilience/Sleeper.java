package com.holdwall.resilience;

/** How the calling thread waits. Implementations are thread-safe. */
@FunctionalInterface
public interface Sleeper {

  /**
   * Waits.
   *
   * @param nanos how long, in nanoseconds; zero or less returns at once
   * @throws InterruptedException if the thread is interrupted before or while it waits; the
   *     interrupt flag is then cleared, as {@link Thread#sleep} does
   */
  void sleep(long nanos) throws InterruptedException;

  /** {@return the sleeper over {@link Thread#sleep}} */
  static Sleeper system() {
    return SystemTime.INSTANCE;
  }
}
