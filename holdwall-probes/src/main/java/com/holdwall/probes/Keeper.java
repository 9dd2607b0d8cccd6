package com.holdwall.probes;

import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks once a second whether the timer has lost a probe, and goes on with it. On a thread of its
 * own, which needs no memory while it waits: for want of memory the timer loses not only a task,
 * but its thread. Thread-safe.
 */
final class Keeper implements Runnable, AutoCloseable {

  private static final long EVERY_NANOS = 1_000_000_000;

  private final List<ProbeRunner> runners;
  private final Thread thread = new NamedThreads("holdwall-keeper").newThread(this);
  private volatile boolean closed;

  Keeper(List<ProbeRunner> runners) {
    this.runners = runners;
  }

  void start() {
    thread.start();
  }

  @Override
  public void run() {
    while (!closed) {
      LockSupport.parkNanos(this, EVERY_NANOS);
      for (int i = 0; i < runners.size(); i++) {
        keep(runners.get(i));
      }
    }
  }

  private static void keep(ProbeRunner runner) {
    try {
      runner.keep();
    } catch (Throwable stillNoMemory) {
      // Even a line in the log would need some. In a second there may be.
    }
  }

  /** Its thread ends at once. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
