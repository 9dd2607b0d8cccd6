package com.holdwall.resilience.dlq.kafka;

import com.holdwall.resilience.Backoff;
import com.holdwall.resilience.RandomSource;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The records that are held, and the outage. Some held records are tried again now and then, while
 * all else goes on. In an outage nothing is started but one of them, the probe; when it is
 * processed the outage is over. Thread-safe.
 */
final class Holding {

  private final FloodBreaker breaker;
  private final Backoff backoff;
  private final RandomSource random;
  private final ScheduledExecutorService timer;
  private final Consumer<Boolean> changed;

  // guarded by this
  private final ArrayDeque<InFlight> held = new ArrayDeque<>();
  private boolean scheduled;
  private int tries;
  private boolean probing;

  private volatile boolean outage;

  /**
   * Makes an empty one.
   *
   * @param changed told when an outage begins (true) or ends
   */
  Holding(
      FloodBreaker breaker,
      Backoff backoff,
      RandomSource random,
      ScheduledExecutorService timer,
      Consumer<Boolean> changed) {
    this.breaker = breaker;
    this.backoff = backoff;
    this.random = random;
    this.timer = timer;
    this.changed = changed;
  }

  /** Whether nothing may be started but the probe. */
  boolean suspended() {
    return outage;
  }

  /** Holds a record. {@code certain}: a breaker is open, so this is an outage, however few. */
  void hold(InFlight item, boolean certain) {
    boolean begins;
    synchronized (this) {
      if (item.probe) {
        item.probe = false;
        probing = false;
        held.addFirst(item);
      } else {
        held.addLast(item);
      }
      item.held = true;
      begins = !outage && (certain || breaker.outage(held.size()));
      outage |= begins;
      schedule();
    }
    if (begins) {
      changed.accept(true);
    }
  }

  private void schedule() {
    if (!scheduled && !probing && !held.isEmpty()) {
      scheduled = true;
      long wait = backoff.delayNanos(Math.min(++tries, 30), 0, random);
      try {
        var unused = timer.schedule(this::tick, wait, TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException closed) {
        scheduled = false;
      }
    }
  }

  private void tick() {
    List<InFlight> again;
    synchronized (this) {
      scheduled = false;
      again = outage ? probe() : takeAll();
    }
    again.forEach(item -> item.lane.again(item));
  }

  private List<InFlight> probe() {
    InFlight first = held.pollFirst();
    if (first == null) {
      return List.of();
    }
    first.probe = true;
    probing = true;
    return List.of(first);
  }

  private List<InFlight> takeAll() {
    List<InFlight> all = List.copyOf(held);
    held.clear();
    return all;
  }

  /** A record is over, completed or no longer ours: the next of its key has its turn. */
  void over(InFlight item) {
    item.lane.release(item);
    if (item.held) {
      settled(item, item.completed());
    }
  }

  /** If it was the probe, the outage is over. */
  private void settled(InFlight item, boolean well) {
    List<InFlight> again = List.of();
    boolean ends = false;
    synchronized (this) {
      if (item.probe) {
        item.probe = false;
        probing = false;
        ends = outage;
        if (ends) {
          outage = false;
          again = takeAll();
          // what failed in the outage says nothing about the time after it
          again.forEach(held -> held.evidence = null);
        }
      }
      if (well) {
        tries = 0;
      }
      schedule();
    }
    again.forEach(other -> other.lane.again(other));
    if (ends) {
      changed.accept(false);
    }
  }

  /** Forgets the records of partitions that were taken away; their lanes let them go. */
  void drop() {
    boolean ends;
    ArrayDeque<InFlight> gone = new ArrayDeque<>();
    synchronized (this) {
      for (Iterator<InFlight> items = held.iterator(); items.hasNext(); ) {
        InFlight item = items.next();
        if (item.partition.dropped) {
          items.remove();
          gone.add(item);
        }
      }
      ends = outage && held.isEmpty() && !probing;
      outage &= !ends;
    }
    gone.forEach(item -> item.lane.release(item));
    if (ends) {
      changed.accept(false);
    }
  }

  synchronized int size() {
    return held.size();
  }
}
