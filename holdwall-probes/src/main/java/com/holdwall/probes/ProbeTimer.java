package com.holdwall.probes;

import java.time.Duration;
import java.time.Instant;

/** Time, as the registry sees it: a test turns it by hand. */
interface ProbeTimer extends AutoCloseable {

  /** The time of day, for people. */
  Instant now();

  /** A clock that never runs backwards, in nanoseconds. */
  long nanoTime();

  /** Runs a task once, later, on the timer's one thread: the task must not block. */
  Scheduled schedule(Duration delay, Runnable task);

  /** Told that a task is late: sees to it that it runs. */
  default void revive() {}

  /** A task that waits. */
  interface Scheduled {
    /** Takes it back; no effect if it has run. */
    void cancel();
  }

  /** Drops what waits. */
  @Override
  void close();
}
