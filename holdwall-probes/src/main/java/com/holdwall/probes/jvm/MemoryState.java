package com.holdwall.probes.jvm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that one check saw. Immutable.
 *
 * @param at when
 * @param window over which trends are judged
 * @param heap what is left of the heap after collections
 * @param resources the others
 * @param usage what the system says of process and container
 * @param gc how long the service stood still
 * @param killing whether processes of the container are killed
 * @param lastRun how the last process ended; empty once that is too long ago
 * @param breadcrumb how this process leaves word of its end
 * @param histogram the last one taken
 */
record MemoryState(
    Instant at,
    Duration window,
    Heap heap,
    List<ResourceWatch.State> resources,
    ContainerMemory.Usage usage,
    Gc gc,
    Killing killing,
    Optional<LastRun> lastRun,
    Crumb breadcrumb,
    Optional<HistogramTaker.Taken> histogram) {

  /**
   * The heap.
   *
   * @param pool the pool in which objects live long; empty for an unknown collector
   * @param inUse of it, at the last floor; bytes; NaN before the first
   * @param limit of it; bytes
   * @param full the share in use: of the limit, or of what may be left for a collector that works
   *     beside the service; 0 to 1, or some more; NaN before the first floor
   * @param pools how full each pool is now, in words
   */
  record Heap(
      Optional<String> pool,
      double inUse,
      double limit,
      double full,
      LeakVerdict verdict,
      List<String> pools) {}

  /** The share of time that the service stood still; NaN if nobody knows. */
  record Gc(double ratio, long samples, Duration window) {}

  /**
   * Killed processes.
   *
   * @param counted whether anything here counts them
   * @param kills since the start
   * @param recent whether there was one lately
   */
  record Killing(boolean counted, long kills, boolean recent) {}

  /**
   * What the next process will know of this one.
   *
   * @param unkept why no breadcrumb is kept; empty if one is
   * @param failure why the last could not be written, the name of a class; empty if it was
   */
  record Crumb(Optional<String> unkept, Optional<String> failure) {}

  MemoryState {
    resources = List.copyOf(resources);
  }

  /** The heap's leak, or that of another resource, which ends first. */
  Optional<LeakVerdict.Leak> leak() {
    return heap.verdict() instanceof LeakVerdict.Leak leak ? Optional.of(leak) : Optional.empty();
  }

  ResourceWatch.State resource(Resource wanted) {
    return resources.stream().filter(state -> state.resource() == wanted).findFirst().orElseThrow();
  }
}
