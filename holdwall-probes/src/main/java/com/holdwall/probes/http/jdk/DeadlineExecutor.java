package com.holdwall.probes.http.jdk;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs exchanges on a bounded pool of daemon threads, and interrupts one that takes too long. The
 * JDK's server reads and writes through interruptible channels, so the interrupt closes the
 * connection of a client that dribbles; without it each such client would hold a thread for ever.
 */
final class DeadlineExecutor implements Executor, AutoCloseable {

  /** How many requests wait when all threads are busy; beyond that connections are closed. */
  private static final int WAITING = 256;

  private final Duration deadline;
  private final ThreadPoolExecutor pool;
  private final ScheduledThreadPoolExecutor watchdog;

  DeadlineExecutor(int threads, Duration deadline) {
    this.deadline = deadline;
    this.pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            named("holdwall-http"));
    pool.allowCoreThreadTimeOut(true);
    this.watchdog = new ScheduledThreadPoolExecutor(1, named("holdwall-http-deadline"));
    watchdog.setRemoveOnCancelPolicy(true);
  }

  private static ThreadFactory named(String prefix) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  @Override
  public void execute(Runnable exchange) {
    pool.execute(() -> run(exchange));
  }

  private void run(Runnable exchange) {
    Watched watched = new Watched(Thread.currentThread());
    Future<?> alarm =
        watchdog.schedule(watched::interrupt, deadline.toNanos(), TimeUnit.NANOSECONDS);
    try {
      exchange.run();
    } finally {
      alarm.cancel(false);
      watched.done();
    }
  }

  /** A thread that may be interrupted until its exchange is over, and not a moment longer. */
  private static final class Watched {

    private final Thread thread;
    private boolean over;

    Watched(Thread thread) {
      this.thread = thread;
    }

    synchronized void interrupt() {
      if (!over) {
        thread.interrupt();
      }
    }

    synchronized void done() {
      over = true;
      // It must not hit the thread's next exchange. The flag is this one's own.
      Thread.interrupted();
    }
  }

  @Override
  public void close() {
    watchdog.shutdownNow();
    pool.shutdownNow();
  }
}
