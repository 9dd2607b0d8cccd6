package com.holdwall.probes;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Time that stands still until the test turns it. Tasks run on the test's thread, in order. */
final class ManualTimer implements ProbeTimer {

  static final Instant START = Instant.parse("2026-11-24T03:00:00Z");

  private record Task(long due, long order, Runnable body) {}

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::order));
  private long nanos;
  private long orders;

  @Override
  public synchronized Instant now() {
    return START.plusNanos(nanos);
  }

  @Override
  public synchronized long nanoTime() {
    return nanos;
  }

  @Override
  public synchronized Scheduled schedule(Duration delay, Runnable body) {
    Task task = new Task(nanos + delay.toNanos(), orders++, body);
    tasks.add(task);
    return () -> cancel(task);
  }

  private synchronized void cancel(Task task) {
    tasks.remove(task);
  }

  void advance(Duration by) {
    long end = nanoTime() + by.toNanos();
    for (Task task = next(end); task != null; task = next(end)) {
      task.body().run();
    }
    synchronized (this) {
      nanos = end;
    }
  }

  private synchronized @Nullable Task next(long end) {
    Task head = tasks.peek();
    if (head == null || head.due() > end) {
      return null;
    }
    nanos = Math.max(nanos, head.due());
    return tasks.poll();
  }

  synchronized int waiting() {
    return tasks.size();
  }

  @Override
  public synchronized void close() {
    tasks.clear();
  }
}
