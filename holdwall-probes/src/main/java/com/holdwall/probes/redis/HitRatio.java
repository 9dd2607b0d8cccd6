package com.holdwall.probes.redis;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The hit ratio of the last five minutes beside that of the hour before. Counters that go back, as
 * after a restart, start both anew. Not thread-safe.
 */
final class HitRatio {

  static final Duration RECENT = Duration.ofMinutes(5);
  static final Duration BASELINE = Duration.ofHours(1);

  /** Fewer lookups than this tell no ratio. */
  static final long LEAST_LOOKUPS = 100;

  private static final long STEP_NANOS = Duration.ofSeconds(5).toNanos();

  /** The counters at one moment. */
  private record Sample(long nanos, CacheStatistics.Counts counts) {}

  private final Deque<Sample> samples = new ArrayDeque<>();

  /**
   * What two windows say.
   *
   * @param recent the ratio of the last five minutes; NaN with fewer than a hundred lookups
   * @param baseline the ratio of the hour before; NaN likewise
   * @param lookups the lookups of the last five minutes
   */
  record Ratios(double recent, double baseline, long lookups) {

    boolean known() {
      return !Double.isNaN(recent) && !Double.isNaN(baseline);
    }

    /** How many points, of 100, the recent ratio is below the baseline. */
    double droppedPoints() {
      return 100 * (baseline - recent);
    }
  }

  Ratios add(long nowNanos, CacheStatistics.Counts counts) {
    Sample last = samples.peekLast();
    if (last != null
        && (counts.hits() < last.counts.hits() || counts.misses() < last.counts.misses())) {
      samples.clear();
      last = null;
    }
    Sample now = new Sample(nowNanos, counts);
    Sample middle = before(nowNanos - RECENT.toNanos(), now);
    Sample first = before(nowNanos - RECENT.plus(BASELINE).toNanos(), now);
    if (last == null || nowNanos - last.nanos >= STEP_NANOS) {
      samples.add(now);
    }
    long lookups = lookups(middle, now);
    return new Ratios(ratio(middle, now), ratio(first, middle), lookups);
  }

  /** The latest sample that is as old as this, or the oldest; those before it are dropped. */
  private Sample before(long nanos, Sample otherwise) {
    @Nullable Sample found = null;
    for (Sample sample : samples) {
      if (found == null || sample.nanos - nanos <= 0) {
        found = sample;
      }
    }
    while (samples.size() > 1 && tooOld(otherwise.nanos)) {
      samples.removeFirst();
    }
    return found == null ? otherwise : found;
  }

  private boolean tooOld(long nowNanos) {
    var sample = samples.iterator();
    sample.next();
    long second = sample.next().nanos;
    return nowNanos - second > RECENT.plus(BASELINE).toNanos();
  }

  private static long lookups(Sample from, Sample to) {
    return to.counts.hits() + to.counts.misses() - from.counts.hits() - from.counts.misses();
  }

  private static double ratio(Sample from, Sample to) {
    long lookups = lookups(from, to);
    return lookups < LEAST_LOOKUPS
        ? Double.NaN
        : (double) (to.counts.hits() - from.counts.hits()) / lookups;
  }
}
