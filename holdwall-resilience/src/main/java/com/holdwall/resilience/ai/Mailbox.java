package com.holdwall.resilience.ai;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Runs tasks one at a time, in order, on whichever thread posts while none runs. A task that posts
 * another returns before that runs, so that no chain of signals can exhaust the stack. Thread-safe.
 */
final class Mailbox {

  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final Consumer<Throwable> mistakes;

  /** What a task throws goes to {@code mistakes}, which must not throw. */
  Mailbox(Consumer<Throwable> mistakes) {
    this.mistakes = mistakes;
  }

  void post(Runnable task) {
    tasks.add(task);
    if (waiting.getAndIncrement() == 0) {
      run();
    }
  }

  private void run() {
    do {
      Runnable task = tasks.poll();
      try {
        if (task != null) {
          task.run();
        }
      } catch (Throwable mistake) {
        mistakes.accept(mistake);
      }
    } while (waiting.decrementAndGet() != 0);
  }
}
