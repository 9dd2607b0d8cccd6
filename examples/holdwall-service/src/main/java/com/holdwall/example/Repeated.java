package com.holdwall.example;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Does something again and again, on a thread of its own, until it is stopped. Thread-safe. */
final class Repeated {

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread daemon = new Thread(task, "repeated");
            daemon.setDaemon(true);
            return daemon;
          });

  private Repeated() {}

  static Repeated every(Duration gap, Drill.Action action) {
    Repeated repeated = new Repeated();
    // What goes wrong is part of the fault: the next turn tries again.
    var unused =
        repeated.thread.scheduleWithFixedDelay(
            () -> attempt(action), 0, gap.toMillis(), TimeUnit.MILLISECONDS);
    return repeated;
  }

  private static void attempt(Drill.Action action) {
    try {
      action.run();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (Exception ignored) {
      return;
    }
  }

  void stop() throws InterruptedException {
    thread.shutdownNow();
    if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the last turn has not ended within 10 s");
    }
  }
}
