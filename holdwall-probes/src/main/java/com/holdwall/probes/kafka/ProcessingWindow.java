package com.holdwall.probes.kafka;

import com.holdwall.probes.kafka.ProcessingStatistics.Counts;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What handlers counted within the window, and what came into the dead letter topic. Counters that
 * go back, as after a restart, start anew. Not thread-safe.
 */
final class ProcessingWindow {

  private static final int STEPS = 20;

  private record Sample(long nanos, Counts counts) {}

  private final Duration window;
  private final Deque<Sample> samples = new ArrayDeque<>();

  ProcessingWindow(Duration window) {
    this.window = window;
  }

  /** Adds the counts of this moment, and gives what was counted within the window. */
  Counts add(long nanos, Counts counts) {
    Sample last = samples.peekLast();
    if (last != null && !last.counts.before(counts)) {
      samples.clear();
      last = null;
    }
    while (samples.size() > 1 && second().nanos - nanos <= -window.toNanos()) {
      samples.removeFirst();
    }
    Counts since =
        samples.isEmpty() ? new Counts(0, 0, 0) : counts.since(samples.getFirst().counts);
    if (last == null || nanos - last.nanos >= window.toNanos() / STEPS) {
      samples.addLast(new Sample(nanos, counts));
    }
    return since;
  }

  private Sample second() {
    var sample = samples.iterator();
    sample.next();
    return sample.next();
  }
}
