package com.holdwall.resilience;

/**
 * Where elapsed time comes from. Readings are only good for differences; they may be negative and
 * wrap around. Implementations are thread-safe.
 */
@FunctionalInterface
public interface Ticker {

  /** {@return the present reading, in nanoseconds} */
  long nanos();

  /** {@return the ticker over {@link System#nanoTime()}} */
  static Ticker system() {
    return SystemTime.INSTANCE;
  }
}
