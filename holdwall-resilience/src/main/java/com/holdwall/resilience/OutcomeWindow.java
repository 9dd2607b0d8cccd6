package com.holdwall.resilience;

/**
 * The outcomes that a breaker judges by. One window belongs to one state of the breaker and is
 * dropped with it. Thread-safe; recording allocates nothing.
 */
sealed interface OutcomeWindow permits CountWindow, TimeWindow {

  /** The bits of an outcome. A fast success has none. */
  int FAILED = 1;

  int SLOW = 2;

  void record(int outcome, long nowNanos);

  /** How many recorded outcomes are in the window. */
  long total(long nowNanos);

  /** How many of them have all of {@code bits}. */
  long with(int bits, long nowNanos);

  /** How long a window must stay healthy before earlier openings are forgotten: a full one. */
  boolean turnedOnce(long sinceNanos, long nowNanos);
}
