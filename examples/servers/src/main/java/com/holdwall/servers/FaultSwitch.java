package com.holdwall.servers;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The fault that is injected now, and what waits for it to change. Thread-safe. */
final class FaultSwitch {

  private volatile State state = new State(0, new Fault.None());

  /**
   * A fault with its turn, which tells two injections of equal faults apart.
   *
   * @param turn counts the injections
   * @param fault what was injected
   */
  record State(long turn, Fault fault) {}

  /** The fault of this moment. */
  State state() {
    return state;
  }

  /** Whether bytes are swallowed at this moment. */
  boolean swallows() {
    return state.fault() instanceof Fault.BlackHole;
  }

  /** Injects a fault and ends all delays of the one before. */
  synchronized void turnTo(Fault fault) {
    state = new State(state.turn() + 1, fault);
    notifyAll();
  }

  /** Holds the calling thread for the duration, or until another fault is injected. */
  synchronized void hold(Duration duration, State during) throws InterruptedException {
    long end = System.nanoTime() + duration.toNanos();
    long left = duration.toNanos();
    while (left > 0 && state.turn() == during.turn()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = end - System.nanoTime();
    }
  }
}
