package com.holdwall.probes;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The events of one listener, in order, on a thread that only it can hold up. Thread-safe. */
final class ListenerLane implements AutoCloseable {

  /** Enough for every symptom and every status of a large registry to change at once. */
  private static final int CAPACITY = 1_024;

  private static final Logger LOG = System.getLogger(ListenerLane.class.getName());

  private final HealthListener listener;
  private final ThreadPoolExecutor executor;
  private final AtomicLong dropped = new AtomicLong();

  ListenerLane(HealthListener listener) {
    this.listener = listener;
    this.executor =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(CAPACITY),
            new NamedThreads("holdwall-listener"),
            (task, pool) -> drop());
    executor.allowCoreThreadTimeOut(true);
  }

  void add(HealthEvent event) {
    try {
      executor.execute(() -> deliver(event));
    } catch (OutOfMemoryError noThread) {
      // The event stays queued and goes out with the next one; the check that caused it must not
      // fail.
      LOG.log(Level.WARNING, "no thread for a health listener");
    }
  }

  long dropped() {
    return dropped.get();
  }

  private void deliver(HealthEvent event) {
    try {
      listener.onEvent(event);
    } catch (Throwable failure) {
      // The class only: a listener's message may hold anything.
      LOG.log(Level.WARNING, "a health listener threw {0}", failure.getClass().getName());
    }
  }

  private void drop() {
    if (!executor.isShutdown() && dropped.incrementAndGet() == 1) {
      LOG.log(Level.WARNING, "a health listener is too slow: more than {0} events wait", CAPACITY);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
