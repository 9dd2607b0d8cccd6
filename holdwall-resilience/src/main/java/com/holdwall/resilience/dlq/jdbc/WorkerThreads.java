package com.holdwall.resilience.dlq.jdbc;

import java.util.ArrayDeque;
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
 * The threads that handlers run on, and the records that wait for one. A record is started when a
 * thread is free, so that the time limit of its attempt does not run while it waits; a retry goes
 * first. How many wait is bounded by who offers them. Thread-safe.
 */
final class WorkerThreads implements Executor {

  private final int size;
  private final ThreadPoolExecutor pool;
  private final Consumer<Row> start;
  private final BooleanSupplier suspended;

  // guarded by this
  private final ArrayDeque<Row> waiting = new ArrayDeque<>();
  private int busy;

  /**
   * Makes the pool; its threads come with the work.
   *
   * @param start starts a record, and runs its first attempt on this executor
   * @param suspended whether nothing may be started now
   */
  WorkerThreads(String name, int size, Consumer<Row> start, BooleanSupplier suspended) {
    this.size = size;
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

  /** Starts what a thread is free for. Called after a suspension, too. */
  void startNext() {
    for (Row next = next(); next != null; next = next()) {
      start.accept(next);
      synchronized (this) {
        // its attempt counts for itself by now
        busy--;
      }
    }
  }

  private synchronized @Nullable Row next() {
    if (busy >= size || suspended.getAsBoolean()) {
      return null;
    }
    Row next = waiting.pollFirst();
    if (next != null) {
      busy++;
    }
    return next;
  }

  /** Takes the first that waits; null if none does. It is the caller's to start. */
  synchronized @Nullable Row takeWaiting() {
    return waiting.pollFirst();
  }

  /** How many wait for a thread. */
  synchronized int waiting() {
    return waiting.size();
  }

  /** Takes back what has not been started. */
  synchronized List<Row> drain() {
    List<Row> rows = List.copyOf(waiting);
    waiting.clear();
    return rows;
  }

  /** Whether nothing waits and nothing runs. */
  synchronized boolean idle() {
    return busy == 0 && waiting.isEmpty();
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
