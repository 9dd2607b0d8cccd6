package com.holdwall.probes.redis;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The hit ratio of the last five minutes beside that of the hour before, or of other windows.
 * Counters that go back, as after a restart, start both anew. Not thread-safe.
 */
final class HitRatio {

  static final Duration RECENT = Duration.ofMinutes(5);
  static final Duration BASELINE = Duration.ofHours(1);

  /** Fewer lookups than this tell no ratio. */
  static final long LEAST_LOOKUPS = 100;

  /** Samples are kept for each sixtieth of the recent window: five seconds, by default. */
  private static final int STEPS = 60;

  /** The counters at one moment. */
  private record Sample(long nanos, CacheStatistics.Counts counts) {}

  private final Duration recent;
  private final Duration baseline;
  private final Deque<Sample> samples = new ArrayDeque<>();

  /** Over five minutes and an hour. */
  HitRatio() {
    this(RECENT, BASELINE);
  }

  HitRatio(Duration recent, Duration baseline) {
    this.recent = recent;
    this.baseline = baseline;
  }

  /**
   * What two windows say.
   *
   * @param recent the ratio of the last five minutes; NaN with fewer than a hundred lookups
   * @param baseline the ratio of the hour before; NaN likewise
   * @param lookups the lookups of the last five minutes
   * @param window how long the "five minutes" are here
   * @param before how long the "hour" is here
   */
  record Ratios(double recent, double baseline, long lookups, Duration window, Duration before) {

    /** The two windows in words: as the runbook's reader expects them, by default. */
    String windowWords() {
      return window.equals(RECENT) ? "5 minutes" : window.toSeconds() + " s";
    }

    String beforeWords() {
      return before.equals(BASELINE) ? "hour" : before.toSeconds() + " s";
    }

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
    Sample middle = before(nowNanos - recent.toNanos(), now);
    Sample first = before(nowNanos - recent.plus(baseline).toNanos(), now);
    if (last == null || nowNanos - last.nanos >= recent.toNanos() / STEPS) {
      samples.add(now);
    }
    long lookups = lookups(middle, now);
    return new Ratios(ratio(middle, now), ratio(first, middle), lookups, recent, baseline);
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
    return nowNanos - second > recent.plus(baseline).toNanos();
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
