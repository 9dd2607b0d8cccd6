package com.holdwall.resilience.dlq.kafka;

import com.holdwall.resilience.Backoff;
import com.holdwall.resilience.Jitter;
import com.holdwall.resilience.RandomSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The records that are held, and the outage. Some held records are tried again now and then, while
 * all else goes on: soon at first, since all they lack may be that others succeed meanwhile. In an
 * outage nothing is started but one record, the probe: each held one in its turn, and in between
 * one that never failed, as those that are held may be poisonous. When a probe is processed the
 * outage is over. Thread-safe.
 */
final class Holding {

  /** The first wait of a held record while all else goes on. */
  private static final Duration SOON = Duration.ofMillis(20);

  private final FloodBreaker breaker;
  private final Backoff backoff;
  private final Backoff soon;
  private final RandomSource random;
  private final ScheduledExecutorService timer;
  private final Consumer<Boolean> changed;
  private final Supplier<@Nullable InFlight> waiting;

  // guarded by this
  private final ArrayDeque<InFlight> held = new ArrayDeque<>();
  private boolean scheduled;
  private int tries;
  private boolean probing;
  private boolean fresh;

  /** Nothing is left that never failed: the held ones have to do as probes. */
  private boolean onlyHeld;

  private volatile boolean outage;

  /**
   * Makes an empty one.
   *
   * @param changed told when an outage begins (true) or ends
   * @param waiting takes a record that was not started yet out of its lane; null if there is none
   */
  Holding(
      FloodBreaker breaker,
      Backoff backoff,
      RandomSource random,
      ScheduledExecutorService timer,
      Consumer<Boolean> changed,
      Supplier<@Nullable InFlight> waiting) {
    this.breaker = breaker;
    this.backoff = backoff;
    this.soon =
        new Backoff(
            SOON.compareTo(backoff.cap()) < 0 ? SOON : backoff.cap(), backoff.cap(), Jitter.EQUAL);
    this.waiting = waiting;
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
    List<InFlight> again = List.of();
    synchronized (this) {
      boolean probed = item.probe;
      if (probed) {
        item.probe = false;
        probing = false;
      }
      // behind the others: the next probe is another one
      held.addLast(item);
      item.held = true;
      if (probed && outage && onlyHeld && !certain && breaker.evident(item.evidence)) {
        // others were served since it failed first, and nobody is left to show more
        outage = false;
        breaker.over();
        again = takeAll();
      }
      begins = again.isEmpty() && !outage && (certain || breaker.outage(held.size()));
      outage |= begins;
      schedule();
    }
    if (begins) {
      changed.accept(true);
    } else if (!again.isEmpty()) {
      again.forEach(other -> other.lane.again(other));
      changed.accept(false);
    }
  }

  private void schedule() {
    if (!scheduled && !probing && !held.isEmpty()) {
      scheduled = true;
      long wait = (outage ? backoff : soon).delayNanos(Math.min(++tries, 30), 0, random);
      try {
        var unused = timer.schedule(this::tick, wait, TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException closed) {
        scheduled = false;
      }
    }
  }

  private void tick() {
    boolean unfailed;
    synchronized (this) {
      unfailed = outage && fresh;
      fresh = !fresh;
    }
    InFlight other = unfailed ? waiting.get() : null;
    List<InFlight> again;
    synchronized (this) {
      scheduled = false;
      onlyHeld = unfailed ? other == null : onlyHeld;
      again = outage ? probe(other) : takeAll();
    }
    again.forEach(item -> item.lane.again(item));
    if (other != null) {
      other.lane.again(other);
    }
  }

  /** The held record to probe with; none if another one does. */
  private List<InFlight> probe(@Nullable InFlight other) {
    InFlight chosen = other == null ? held.pollFirst() : other;
    if (chosen == null) {
      return List.of();
    }
    chosen.probe = true;
    probing = true;
    return other == null ? List.of(chosen) : List.of();
  }

  private List<InFlight> takeAll() {
    List<InFlight> all = List.copyOf(held);
    held.clear();
    return all;
  }

  /** A record is over, completed or no longer ours: the next of its key has its turn. */
  void over(InFlight item) {
    item.lane.release(item);
    if (item.held || item.probe) {
      settled(item, item.completed());
    }
  }

  /** If it was the probe and went well, the outage is over. */
  private void settled(InFlight item, boolean well) {
    List<InFlight> again = List.of();
    boolean ends = false;
    synchronized (this) {
      if (item.probe) {
        item.probe = false;
        probing = false;
        ends = outage && (well || held.isEmpty());
        if (ends) {
          outage = false;
          breaker.over();
          again = takeAll();
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
