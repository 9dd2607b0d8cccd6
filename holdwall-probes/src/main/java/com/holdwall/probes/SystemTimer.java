package com.holdwall.probes;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The machine's time, and one daemon thread. An error within the executor's own locks, for want of
 * memory, can leave it waiting for ever: it is replaced then, with what waits. Thread-safe.
 */
final class SystemTimer implements ProbeTimer {

  /** A thread that waits for ever is never back: so many may be lost, and no more. */
  private static final int MOST_MADE = 8;

  /** For so long a thread that lives runs something, if something is late. */
  private static final long STANDSTILL_NANOS = 1_000_000_000;

  private final NamedThreads names = new NamedThreads("holdwall-timer");
  private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();
  private final AtomicLong ran = new AtomicLong();

  // guarded by this
  private final List<ScheduledThreadPoolExecutor> made = new ArrayList<>();
  private long ranBefore = -1;

  private long stillSince;
  private boolean closed;

  private volatile ScheduledThreadPoolExecutor executor = make();

  private ScheduledThreadPoolExecutor make() {
    ScheduledThreadPoolExecutor fresh = new ScheduledThreadPoolExecutor(1, names);
    fresh.setRemoveOnCancelPolicy(true);
    fresh.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    // A check that ends while its registry closes wants its next one: nobody waits for that.
    fresh.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    made.add(fresh);
    return fresh;
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Scheduled schedule(Duration delay, Runnable task) {
    Waiting next = new Waiting(task, nanoTime() + delay.toNanos());
    waiting.add(next);
    try {
      next.handTo(executor);
    } catch (Throwable failed) {
      waiting.remove(next);
      throw failed;
    }
    return next;
  }

  /** Replaces the executor if it has run nothing for a second, of which it is told meanwhile. */
  @Override
  public synchronized void revive() {
    long count = ran.get();
    long now = nanoTime();
    if (count != ranBefore) {
      ranBefore = count;
      stillSince = now;
    } else if (!closed && now - stillSince >= STANDSTILL_NANOS && made.size() < MOST_MADE) {
      stillSince = now;
      executor = make();
      waiting.forEach(task -> task.handTo(executor));
    }
  }

  /** How many executors there were, the present one among them. */
  synchronized int made() {
    return made.size();
  }

  @Override
  public synchronized void close() {
    closed = true;
    made.forEach(ScheduledThreadPoolExecutor::shutdownNow);
    waiting.clear();
  }

  /** A task until it runs, once, on whichever executor comes to it. */
  private final class Waiting implements Runnable, Scheduled {

    private final Runnable task;
    private final long dueNanos;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile Runnable withdraw = () -> {};

    private Waiting(Runnable task, long dueNanos) {
      this.task = task;
      this.dueNanos = dueNanos;
    }

    private void handTo(ScheduledThreadPoolExecutor to) {
      var future = to.schedule(this, dueNanos - nanoTime(), TimeUnit.NANOSECONDS);
      withdraw = () -> future.cancel(false);
    }

    @Override
    public void run() {
      ran.incrementAndGet();
      if (over.compareAndSet(false, true)) {
        waiting.remove(this);
        task.run();
      }
    }

    @Override
    public void cancel() {
      over.set(true);
      waiting.remove(this);
      withdraw.run();
    }
  }
}
