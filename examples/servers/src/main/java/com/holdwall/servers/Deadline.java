package com.holdwall.servers;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The moment by which a wait must have ended. Immutable and thread-safe. */
final class Deadline {

  /** Short beside a server's start (100 ms), long beside a look at /proc (under 1 ms). */
  private static final long POLL_MILLIS = 5;

  private final Duration length;
  private final long endNanos;

  private Deadline(Duration length) {
    this.length = length;
    this.endNanos = System.nanoTime() + length.toNanos();
  }

  /** A deadline that passes the given time from now. */
  static Deadline in(Duration length) {
    return new Deadline(length);
  }

  /** Whether the moment has come. */
  boolean passed() {
    return System.nanoTime() - endNanos >= 0;
  }

  /** The time left, in milliseconds; at least 1, since 0 means "for ever" to join and wait. */
  long remainingMillis() {
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime()));
  }

  /** The whole time that this deadline allowed, for messages. */
  Duration length() {
    return length;
  }

  /**
   * Polls until the condition holds.
   *
   * @param what what is awaited, for the message
   * @throws ServerException if the deadline passes first, or the thread is interrupted
   */
  void await(String what, BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      if (passed()) {
        throw new ServerException(what + ": not within " + length.toMillis() + " ms");
      }
      pause(what);
    }
  }

  private static void pause(String what) {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException(what + ": interrupted while waiting", e);
    }
  }
}
