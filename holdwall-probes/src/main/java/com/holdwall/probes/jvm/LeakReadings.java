package com.holdwall.probes.jvm;

import static com.holdwall.probes.Readings.measured;

import com.holdwall.probes.Readings;
import java.time.Duration;

/** Puts into readings what grows without end, and when there will be none left. */
final class LeakReadings {

  private static final Duration CRITICAL = Duration.ofHours(1);
  private static final Duration WARNING = Duration.ofHours(24);

  private final MemoryState state;
  private final Readings readings;

  private LeakReadings(MemoryState state, Readings readings) {
    this.state = state;
    this.readings = readings;
  }

  /** The heap first, then one reading for each finding about another resource. */
  static void add(MemoryState state, Readings readings) {
    LeakReadings all = new LeakReadings(state, readings);
    all.heap();
    all.resource(Resource.DIRECT, Resource.MAPPED);
    all.resource(Resource.METASPACE);
    all.resource(Resource.THREADS);
    all.resource(Resource.FILE_DESCRIPTORS);
    all.resource(Resource.NATIVE);
  }

  private void heap() {
    if (state.heap().pool().isEmpty()) {
      readings.unknown(MemoryFinding.LEAKING, "this collector's pools are not known");
      return;
    }
    trend(MemoryFinding.LEAKING, "heap after collections", "bytes", state.heap().verdict());
  }

  /** Of resources with one finding the first that leaks speaks, or else one that is not known. */
  private void resource(Resource first, Resource... more) {
    ResourceWatch.State chosen = state.resource(first);
    for (Resource other : more) {
      ResourceWatch.State next = state.resource(other);
      if (rank(next.verdict()) > rank(chosen.verdict())) {
        chosen = next;
      }
    }
    Resource resource = chosen.resource();
    trend(resource.finding(), resource.words(), resource.unit(), chosen.verdict());
  }

  private static int rank(LeakVerdict verdict) {
    return verdict instanceof LeakVerdict.Leak
        ? 2
        : verdict instanceof LeakVerdict.NotEnough ? 1 : 0;
  }

  private void trend(MemoryFinding finding, String words, String unit, LeakVerdict verdict) {
    if (verdict instanceof LeakVerdict.NotEnough none) {
      readings.unknown(finding, words + ": " + none.words());
    } else if (verdict instanceof LeakVerdict.Leak leak) {
      add(finding, words, unit, leak.growth().enough(), leak.growth(), detail(leak, words, unit));
    } else if (verdict instanceof LeakVerdict.Steady steady) {
      String now = Words.amount(steady.growth().last(), unit) + " in use";
      add(finding, words, unit, steady.failed(), steady.growth(), now);
    }
  }

  private void add(
      MemoryFinding finding,
      String words,
      String unit,
      LeakVerdict.Gate gate,
      LeakVerdict.Growth growth,
      String detail) {
    readings.add(
        finding,
        measured(
                words + ", " + gate.words(),
                gate.value(),
                gate.comparison(),
                gate.threshold(),
                gate.unit().isEmpty() ? unit : gate.unit())
            .over(growth.span(), growth.buckets())
            .detail(detail));
  }

  /** What grows, how fast, and when it ends: what a person asks first. */
  private static String detail(LeakVerdict.Leak leak, String words, String unit) {
    LeakVerdict.Growth growth = leak.growth();
    String pace =
        words
            + " grow by "
            + Words.amount(3_600 * growth.perSecond(), unit)
            + " an hour, "
            + Words.amount(growth.last(), unit)
            + " now; ";
    return pace
        + leak.exhausted()
            .map(end -> severity(end) + ": none left in " + Words.time(end))
            .orElse("no limit is known");
  }

  private static String severity(Duration end) {
    return end.compareTo(CRITICAL) < 0
        ? "critical"
        : end.compareTo(WARNING) < 0 ? "warning" : "not urgent";
  }
}
