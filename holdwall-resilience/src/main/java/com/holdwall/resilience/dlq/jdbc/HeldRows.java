package com.holdwall.resilience.dlq.jdbc;

import com.holdwall.resilience.Backoff;
import com.holdwall.resilience.RandomSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The records that are held, and the outage. Some held records are tried again now and then, while
 * all else goes on. In an outage nothing is started but one record, the probe; when it is processed
 * the outage is over. Each time another one probes, in turn one that is held and one that was never
 * tried: as many poisonous records as make an outage must not keep all others waiting for ever.
 * Thread-safe.
 */
final class HeldRows {

  private static final int MAX_TRIES = 30;

  /** How many are tried again at a time: more could look like an outage of their own. */
  private static final int BATCH = 4;

  /** When one that was held is processed after all, so many more are tried at once. */
  private static final int MORE = 2;

  private final OutageRule rule;
  private final Backoff backoff;
  private final RandomSource random;
  private final ScheduledExecutorService timer;
  private final Consumer<Row> again;
  private final Supplier<@Nullable Row> fresh;
  private final Consumer<Boolean> changed;

  // guarded by this
  private final ArrayDeque<Row> held = new ArrayDeque<>();
  private boolean scheduled;
  private boolean closed;
  private int tries;
  private boolean probing;
  private boolean freshNext;

  private volatile boolean outage;

  /**
   * Makes an empty one.
   *
   * @param again starts a record another time
   * @param fresh takes a record that was never tried; null if there is none
   * @param changed told when an outage begins (true) or ends
   */
  HeldRows(
      OutageRule rule,
      Backoff backoff,
      RandomSource random,
      ScheduledExecutorService timer,
      Consumer<Row> again,
      Supplier<@Nullable Row> fresh,
      Consumer<Boolean> changed) {
    this.rule = rule;
    this.backoff = backoff;
    this.random = random;
    this.timer = timer;
    this.again = again;
    this.fresh = fresh;
    this.changed = changed;
  }

  /** Whether nothing may be started but the probe. */
  boolean suspended() {
    return outage;
  }

  /**
   * Holds a record. {@code certain}: a breaker is open, so this is an outage, however few.
   *
   * @return false if nothing is held any more
   */
  boolean hold(Row row, boolean certain) {
    boolean begins;
    synchronized (this) {
      if (closed) {
        return false;
      }
      if (row.probe) {
        row.probe = false;
        probing = false;
      }
      held.addLast(row);
      row.held = true;
      begins = (rule.held() || certain) && !outage;
      outage |= begins;
      schedule();
    }
    if (begins) {
      changed.accept(true);
    }
    return true;
  }

  private void schedule() {
    if (!scheduled && !probing && !held.isEmpty()) {
      scheduled = true;
      long wait = backoff.delayNanos(Math.min(++tries, MAX_TRIES), 0, random);
      try {
        var unused = timer.schedule(this::tick, wait, TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException closing) {
        scheduled = false;
      }
    }
  }

  private void tick() {
    List<Row> rows;
    synchronized (this) {
      scheduled = false;
      rows = outage ? probe() : take(BATCH);
    }
    rows.forEach(again);
  }

  private List<Row> probe() {
    Row untried = freshNext ? fresh.get() : null;
    freshNext = !freshNext;
    Row probe = untried == null ? held.pollFirst() : untried;
    if (probe == null) {
      return List.of();
    }
    probe.held = true;
    probe.probe = true;
    probing = true;
    return List.of(probe);
  }

  private List<Row> take(int most) {
    List<Row> rows = new ArrayList<>();
    while (rows.size() < most && !held.isEmpty()) {
      rows.add(held.removeFirst());
    }
    return rows;
  }

  /**
   * A record is over. If it was the probe and was processed, the outage is, too; one that was given
   * up or let go says nothing about the dependency.
   */
  void over(Row row, boolean processed) {
    if (!row.held) {
      return;
    }
    List<Row> rows = List.of();
    boolean ends = false;
    synchronized (this) {
      if (row.probe) {
        row.probe = false;
        probing = false;
        ends = outage && (processed || held.isEmpty());
        if (ends) {
          outage = false;
          rule.recovered();
          // what failed in the outage says nothing about the time after it
          held.forEach(other -> other.evidence = null);
        }
      }
      if (processed && !outage) {
        tries = 0;
        rows = take(MORE);
      }
      schedule();
    }
    rows.forEach(again);
    if (ends) {
      changed.accept(false);
    }
  }

  /** Gives back what is held, and holds nothing any more. */
  synchronized List<Row> close() {
    closed = true;
    return take(Integer.MAX_VALUE);
  }

  synchronized int size() {
    return held.size();
  }
}
