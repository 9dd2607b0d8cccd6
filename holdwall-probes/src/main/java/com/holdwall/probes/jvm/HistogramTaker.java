package com.holdwall.probes.jvm;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Takes a class histogram when the heap gives reason to, and seldom: it stops the service. Not
 * thread-safe.
 */
final class HistogramTaker {

  /** One that was taken, or why none could be. */
  record Taken(Instant at, Duration took, Optional<ClassHistogram> histogram, String failure) {}

  private final Callable<ClassHistogram> source;
  private final Duration between;
  private final long largestHeap;
  private @Nullable Taken last;

  /**
   * Makes one.
   *
   * @param between at least so much time between two; zero for none at all
   * @param largestHeap none is taken of a heap with more than so much in it; bytes
   */
  HistogramTaker(Callable<ClassHistogram> source, Duration between, long largestHeap) {
    this.source = source;
    this.between = between;
    this.largestHeap = largestHeap;
  }

  boolean enabled() {
    return !between.isZero();
  }

  /** Takes one, unless the last is young enough. */
  void need(Instant now, long heapUsed) {
    boolean recent = last != null && now.isBefore(last.at().plus(between));
    if (!enabled() || recent) {
      return;
    }
    if (heapUsed > largestHeap) {
      last =
          new Taken(
              now,
              Duration.ZERO,
              Optional.empty(),
              "the heap holds "
                  + Words.bytes(heapUsed)
                  + ", and to walk more than "
                  + Words.bytes(largestHeap)
                  + " would stop the service for too long");
      return;
    }
    long start = System.nanoTime();
    try {
      ClassHistogram histogram = source.call();
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      last = new Taken(now, took, Optional.of(histogram), "");
    } catch (Exception | OutOfMemoryError broken) {
      last = new Taken(now, Duration.ZERO, Optional.empty(), broken.getClass().getName());
    }
  }

  Optional<Taken> last() {
    return Optional.ofNullable(last);
  }
}
