package com.holdwall.resilience.ai;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * Whether a model is left alone, and until when. A longer cooldown replaces a shorter one and never
 * the reverse. When it is over one caller gets a ticket for a probe; all others stay away until the
 * probe came back, or its lease ended because it never did. Only the probe's success ends the
 * cooldown: a call that was sent before it says nothing. Thread-safe; a model that does not cool
 * costs one read.
 */
final class Cooldown {

  /** The ticket of a call to a model that does not cool. */
  static final long NOT_COOLING = 0;

  /** The answer for no ticket. */
  static final long REFUSED = -1;

  private static final State CLEAR = new State(false, 0, 0, 0);

  private static final AtomicReferenceFieldUpdater<Cooldown, State> STATE =
      AtomicReferenceFieldUpdater.newUpdater(Cooldown.class, State.class, "state");

  private volatile State state = CLEAR;

  /** Never used again: a probe of an earlier cooldown must not pass for one of this. */
  private final AtomicLong tickets = new AtomicLong();

  /** Probe 0 is none. */
  private record State(boolean cools, long until, long probe, long leaseEnd) {

    boolean over(long now) {
      return now - until >= 0;
    }

    boolean probing(long now) {
      return probe != 0 && now - leaseEnd < 0;
    }

    State idle() {
      return new State(true, until, 0, 0);
    }
  }

  /** A ticket for a call, or {@link #REFUSED}. */
  long tryEnter(long now, long leaseNanos) {
    return enter(now, leaseNanos, false);
  }

  /** A ticket for a probe before the time is over; still only one at a time. */
  long tryForce(long now, long leaseNanos) {
    return enter(now, leaseNanos, true);
  }

  private long enter(long now, long leaseNanos, boolean force) {
    while (true) {
      State present = state;
      if (!present.cools) {
        return NOT_COOLING;
      }
      if (present.probing(now) || !(force || present.over(now))) {
        return REFUSED;
      }
      long ticket = tickets.incrementAndGet();
      if (STATE.compareAndSet(
          this, present, new State(true, present.until, ticket, now + leaseNanos))) {
        return ticket;
      }
    }
  }

  /** Cools from now on for so long, or for as long as it does already. */
  void cool(long ticket, long now, long nanos) {
    STATE.updateAndGet(
        this,
        present -> {
          boolean longer = !present.cools || now + nanos - present.until > 0;
          long until = longer ? now + nanos : present.until;
          State merged = new State(true, until, present.probe, present.leaseEnd);
          return ticket != NOT_COOLING && present.probe == ticket ? merged.idle() : merged;
        });
  }

  /** The call went well, which ends the cooldown if the call was its probe. */
  void succeeded(long ticket) {
    if (ticket != NOT_COOLING) {
      STATE.updateAndGet(this, present -> present.probe == ticket ? CLEAR : present);
    }
  }

  /** The call said nothing about the model: the next caller may probe. */
  void released(long ticket) {
    if (ticket != NOT_COOLING) {
      STATE.updateAndGet(this, present -> present.probe == ticket ? present.idle() : present);
    }
  }

  boolean clear() {
    return !state.cools;
  }

  /** Whether a call or a probe could start now. */
  boolean able(long now) {
    State present = state;
    return !present.cools || (present.over(now) && !present.probing(now));
  }

  boolean probing(long now) {
    return state.probing(now);
  }

  /** How long it still cools, in nanoseconds; 0 if it does not. */
  long leftNanos(long now) {
    State present = state;
    return !present.cools ? 0 : Math.max(0, present.until - now);
  }
}
