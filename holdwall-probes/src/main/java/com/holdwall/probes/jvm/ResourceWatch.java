package com.holdwall.probes.jvm;

import com.holdwall.probes.jvm.LeakVerdict.Gate;
import com.holdwall.probes.jvm.LeakVerdict.Growth;
import com.holdwall.runbook.Comparison;
import java.util.EnumMap;
import java.util.Map;

/**
 * Reads the resources besides the heap at each check, and keeps their trends. What the collector
 * frees is read only after old objects have been collected: before that it may be garbage. Not
 * thread-safe, but for what {@link Trend} is.
 */
final class ResourceWatch {

  /** How a resource stands. */
  record State(Resource resource, double used, double limit, LeakVerdict verdict) {}

  private final ResourceReadings readings;
  private final Map<Resource, Trend> trends = new EnumMap<>(Resource.class);
  private final Map<Resource, Double> latest = new EnumMap<>(Resource.class);
  private int floorsBefore;

  ResourceWatch(ResourceReadings readings, long startNanos, long windowNanos) {
    this.readings = readings;
    for (Resource resource : Resource.values()) {
      trends.put(resource, new Trend(startNanos, windowNanos, Trend.Values.EXACT));
    }
  }

  /**
   * Reads.
   *
   * @param floors how many collections of old objects there were so far
   */
  void read(long nanos, ContainerMemory.Usage usage, int floors) {
    boolean collected = floors != floorsBefore;
    floorsBefore = floors;
    trends.forEach(
        (resource, trend) -> {
          double used = readings.used(resource, usage);
          latest.put(resource, used);
          if (!Double.isNaN(used) && (collected || !resource.collected())) {
            trend.add(nanos, used);
          }
        });
  }

  /**
   * Says how a resource stands.
   *
   * @param left how many bytes the container has left; NaN if nobody knows
   */
  State state(Resource resource, long nanos, double left) {
    Trend trend = trends.get(resource);
    double used = latest.getOrDefault(resource, Double.NaN);
    double limit = readings.limit(resource);
    if (trend == null || Double.isNaN(used)) {
      return new State(
          resource, used, limit, new LeakVerdict.NotEnough("this system does not tell it"));
    }
    LeakVerdict verdict = trend.judge(nanos, limit, resource.floor());
    if (verdict instanceof LeakVerdict.NotEnough && used < resource.floor()) {
      verdict = small(used, resource.floor());
    }
    return new State(resource, used, limit, withEnd(verdict, resource, left));
  }

  /** It cannot have grown by more than there is. */
  private static LeakVerdict small(double used, double floor) {
    Gate gate = new Gate("in use", used, Comparison.AT_LEAST, floor, "");
    return new LeakVerdict.Steady(new Growth(0, 0, gate, 0, 1, used), gate);
  }

  /** Where a resource has no limit of its own, its bytes end with those of the container. */
  private static LeakVerdict withEnd(LeakVerdict verdict, Resource resource, double left) {
    return verdict instanceof LeakVerdict.Leak leak
            && leak.exhausted().isEmpty()
            && resource.unit().equals("bytes")
            && !Double.isNaN(left)
        ? leak.endingWith(left)
        : verdict;
  }
}
