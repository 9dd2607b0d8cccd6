package com.holdwall.probes;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for checks that somebody asked for. */
final class ManualChecks {

  private ManualChecks() {}

  /** Waits until all are answered, the deadline passes or the thread is interrupted. */
  static void await(List<CompletableFuture<ProbeHealth>> answers, Duration deadline) {
    try {
      CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
          .get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException late) {
      // What has not been answered shows what was known before.
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
