package com.holdwall.probes;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Hands events to the listeners on one thread, and never makes a check wait. Thread-safe. */
final class EventQueue implements AutoCloseable {

  /** Enough for every symptom and every status of a large registry to change at once. */
  private static final int CAPACITY = 1_024;

  private static final Logger LOG = System.getLogger(EventQueue.class.getName());

  private final List<HealthListener> listeners;
  private final ThreadPoolExecutor executor;
  private final AtomicLong dropped = new AtomicLong();

  EventQueue(List<HealthListener> listeners) {
    this.listeners = List.copyOf(listeners);
    this.executor =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(CAPACITY),
            new NamedThreads("holdwall-listeners"),
            (task, pool) -> drop());
    executor.allowCoreThreadTimeOut(true);
  }

  void add(HealthEvent event) {
    if (!listeners.isEmpty()) {
      executor.execute(() -> deliver(event));
    }
  }

  long dropped() {
    return dropped.get();
  }

  private void deliver(HealthEvent event) {
    for (HealthListener listener : listeners) {
      try {
        listener.onEvent(event);
      } catch (RuntimeException failure) {
        // The class only: a listener's message may hold anything.
        LOG.log(Level.WARNING, "a health listener threw {0}", failure.getClass().getName());
      }
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
