package com.holdwall.resilience;

/** Who wants to hear of each single call of a breaker. Thread-safe and quick. */
interface CallObserver {

  /** False while nobody listens; calls are then not timed for its sake. */
  boolean active();

  void succeeded(long elapsedNanos);

  void failed(long elapsedNanos, Throwable thrown);

  void ignored(long elapsedNanos, Throwable thrown);

  void rejected();
}
