package com.holdwall.resilience.internal;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Interrupts threads whose attempt takes too long. One daemon thread serves all guards; a call
 * takes a slot and gives it back, which allocates nothing. Works with virtual threads.
 */
public final class Watchdog implements Runnable {

  private static final System.Logger LOG = System.getLogger(Watchdog.class.getName());

  /** No slot was free: the attempt must not start, as nobody would end it. */
  public static final int FULL = -1;

  private static final int SLOTS = 1 << 16;
  private static final int SPREAD = 1 << 10;
  private static final long IDLE = 0;
  private static final long FIRING = Long.MIN_VALUE;
  private static final long FIRED = Long.MIN_VALUE + 2;
  private static final long HANDOVER_NANOS = 20_000;

  private static final long SLEEP_NANOS = 10_000_000_000L;

  private final AtomicReferenceArray<Thread> threads = new AtomicReferenceArray<>(SLOTS);
  private final AtomicLongArray ends = new AtomicLongArray(SLOTS);
  private final AtomicInteger highest = new AtomicInteger();
  private final Thread worker = new Thread(this, "holdwall-guard-watchdog");
  private volatile long nextWake;
  private volatile long lastLimit = SLEEP_NANOS;

  private Watchdog() {
    nextWake = System.nanoTime();
    worker.setDaemon(true);
    worker.start();
  }

  private static final class Holder {
    static final Watchdog SHARED = new Watchdog();
  }

  public static Watchdog shared() {
    return Holder.SHARED;
  }

  /** Takes a slot for the calling thread, whose attempt has to end {@code limit} from now. */
  public int arm(long nowNanos, long limitNanos) {
    Thread caller = Thread.currentThread();
    int slot = (int) caller.getId() & (SPREAD - 1);
    while (threads.get(slot) != null || !threads.compareAndSet(slot, null, caller)) {
      if (++slot == SLOTS) {
        return FULL;
      }
    }
    if (slot > highest.get()) {
      highest.accumulateAndGet(slot, Math::max);
    }
    long end = (nowNanos + limitNanos) | 1; // odd, so that it is none of the marks
    ends.set(slot, end);
    if (end - nextWake < 0) {
      lastLimit = limitNanos;
      LockSupport.unpark(worker);
    }
    return slot;
  }

  /** Gives the slot back; true if the thread was interrupted for it. The flag is then cleared. */
  public boolean disarm(int slot) {
    long end = ends.get(slot);
    while (end == FIRING || !ends.compareAndSet(slot, end, IDLE)) {
      if (end == FIRING) {
        letTheWorkerFinish();
      }
      end = ends.get(slot);
    }
    threads.set(slot, null);
    if (end != FIRED) {
      return false;
    }
    if (!Thread.interrupted()) {
      LOG.log(System.Logger.Level.TRACE, "The interrupted work cleared the flag itself");
    }
    if (firedAround(slot)) {
      Thread.currentThread().interrupt();
    }
    return true;
  }

  /**
   * Whether a guard around this one has timed out too: two interrupts at once look like one, and
   * the outer guard's must not go with the inner's.
   */
  private boolean firedAround(int slot) {
    Thread caller = Thread.currentThread();
    int last = highest.get();
    for (int other = (int) caller.getId() & (SPREAD - 1); other <= last; other++) {
      if (other != slot && threads.get(other) == caller && ends.get(other) == FIRED) {
        return true;
      }
    }
    return false;
  }

  /** Woken by its interrupt the caller may have taken the worker's processor: spinning is slow. */
  private void letTheWorkerFinish() {
    if (Thread.interrupted()) {
      LOG.log(System.Logger.Level.TRACE, "An interrupted thread does not park, so the flag goes");
    }
    LockSupport.parkNanos(this, HANDOVER_NANOS);
  }

  @Override
  public void run() {
    int quiet = 0;
    while (true) {
      long now = System.nanoTime();
      // whoever arms a slot during the scan wakes the worker again
      nextWake = now + Long.MAX_VALUE / 4;
      long first = scan(now);
      quiet = first == Long.MAX_VALUE ? quiet + 1 : 0;
      long wait = quiet == 0 ? first : idle(quiet);
      nextWake = now + wait;
      LockSupport.parkNanos(this, Math.max(1, now + wait - System.nanoTime()));
    }
  }

  /** Soon again at first, so that a row of short calls does not wake the worker one by one. */
  private long idle(int quiet) {
    return quiet < 3 ? Math.min(lastLimit, SLEEP_NANOS) : SLEEP_NANOS;
  }

  /** Interrupts whose time is over; the time until the next end, MAX_VALUE if there is none. */
  private long scan(long now) {
    long first = Long.MAX_VALUE;
    int last = highest.get();
    for (int slot = 0; slot <= last; slot++) {
      long end = ends.get(slot);
      if (end == IDLE || end == FIRED) {
        continue;
      }
      if (end - now > 0) {
        first = Math.min(first, end - now);
      } else if (ends.compareAndSet(slot, end, FIRING)) {
        Thread thread = threads.get(slot);
        if (thread != null) {
          thread.interrupt();
        }
        ends.set(slot, FIRED);
      }
    }
    return first;
  }
}
