package com.holdwall.resilience.dlq.jdbc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The threads that handlers run on, and the records that wait for one. A record, or a batch of
 * them, is started when a thread is free, so that the time limit of its attempt does not run while
 * it waits; a retry goes first, then the records of batches that were taken apart. How many wait is
 * bounded by who offers them. Thread-safe.
 */
final class WorkerThreads implements Executor {

  private final int size;
  private final int batchSize;
  private final ThreadPoolExecutor pool;
  private final Consumer<List<Row>> start;
  private final BooleanSupplier suspended;

  // guarded by this
  private final ArrayDeque<Row> waiting = new ArrayDeque<>();
  private final ArrayDeque<Row> alone = new ArrayDeque<>();
  private boolean drained;
  private int busy;

  /**
   * Makes the pool; its threads come with the work.
   *
   * @param batchSize how many records are started together at most
   * @param start starts some records, and runs their first attempt on this executor
   * @param suspended whether nothing may be started now
   */
  WorkerThreads(
      String name, int size, int batchSize, Consumer<List<Row>> start, BooleanSupplier suspended) {
    this.size = size;
    this.batchSize = batchSize;
    this.start = start;
    this.suspended = suspended;
    AtomicInteger number = new AtomicInteger();
    // the queue holds each record in hand once at most
    pool =
        new ThreadPoolExecutor(
            size,
            size,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    pool.allowCoreThreadTimeOut(true);
  }

  /** Adds records behind the others. */
  void offer(Collection<Row> rows) {
    synchronized (this) {
      waiting.addAll(rows);
    }
    startNext();
  }

  /**
   * Adds records that are to be started one by one, before those that wait.
   *
   * @return false if it was drained: then none of them is started any more
   */
  boolean offerAlone(Collection<Row> rows) {
    synchronized (this) {
      if (drained) {
        return false;
      }
      alone.addAll(rows);
    }
    startNext();
    return true;
  }

  /** Starts what a thread is free for. Called after a suspension, too. */
  void startNext() {
    for (List<Row> next = next(); !next.isEmpty(); next = next()) {
      start.accept(next);
      synchronized (this) {
        // its attempt counts for itself by now
        busy--;
      }
    }
  }

  private synchronized List<Row> next() {
    List<Row> next = new ArrayList<>();
    if (busy >= size || suspended.getAsBoolean()) {
      return next;
    }
    int most = alone.isEmpty() ? batchSize : 1;
    Row row = takeWaiting();
    while (row != null) {
      next.add(row);
      row = next.size() < most ? takeWaiting() : null;
    }
    if (!next.isEmpty()) {
      busy++;
    }
    return next;
  }

  /** Takes the first that waits; null if none does. It is the caller's to start. */
  synchronized @Nullable Row takeWaiting() {
    Row row = alone.pollFirst();
    return row == null ? waiting.pollFirst() : row;
  }

  /** How many wait for a thread. */
  synchronized int waiting() {
    return alone.size() + waiting.size();
  }

  /** Takes back what has not been started. */
  synchronized List<Row> drain() {
    drained = true;
    List<Row> rows = new ArrayList<>(alone);
    rows.addAll(waiting);
    alone.clear();
    waiting.clear();
    return rows;
  }

  /** Whether nothing waits and nothing runs. */
  synchronized boolean idle() {
    return busy == 0 && waiting() == 0;
  }

  @Override
  public void execute(Runnable attempt) {
    synchronized (this) {
      busy++;
    }
    pool.execute(
        () -> {
          try {
            attempt.run();
          } finally {
            synchronized (this) {
              busy--;
            }
            startNext();
          }
        });
  }

  /** Interrupts what still runs; nothing is run any more. */
  void close() {
    pool.shutdownNow();
  }
}
