package com.holdwall.resilience.dlq.jdbc;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes one thread up; any number of signals before it looks count as one. Thread-safe. */
final class Signal {

  private final Semaphore raised = new Semaphore(0);

  void raise() {
    raised.release();
  }

  /** Waits for a signal, at most so long. */
  void await(long nanos) throws InterruptedException {
    if (raised.tryAcquire(Math.max(0, nanos), TimeUnit.NANOSECONDS)) {
      raised.drainPermits();
    }
  }
}
