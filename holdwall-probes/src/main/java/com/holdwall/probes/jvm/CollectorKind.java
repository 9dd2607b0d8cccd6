package com.holdwall.probes.jvm;

import java.util.List;
import java.util.Optional;

/**
 * What a collector's bean says about the objects that live long. Stateless.
 *
 * <p>By name, because the platform gives no other way to tell: G1, Serial, Parallel, ZGC (of one
 * generation and of two) and Shenandoah (of one and of two) of JDK 17 to 25.
 */
final class CollectorKind {

  /** What a collection's sizes mean. */
  enum Scope {
    /** It stopped the service and collected everything: what is left in all pools is in use. */
    ALL,
    /** It looked at the whole heap beside the service: what is left of the old is in use. */
    WHOLE,
    /** It looked at a part: what is left of the old may be garbage too. */
    PART,
    /** Its sizes say nothing: pauses of concurrent collectors report 0, or what was before. */
    NOTHING
  }

  private CollectorKind() {}

  /** The pool in which long-lived objects are; empty for a collector that is not known. */
  static Optional<String> pool(List<String> heapPools) {
    return heapPools.stream()
        .filter(
            name ->
                name.endsWith("Old Gen")
                    || name.endsWith("Tenured Gen")
                    || name.endsWith("ZGC Old Generation"))
        .findFirst()
        .or(() -> heapPools.size() == 1 ? Optional.of(heapPools.get(0)) : Optional.empty());
  }

  /**
   * What a collection's sizes mean.
   *
   * @param collector the name of the collector's bean
   * @param action how the collection ended, in the notification's words
   * @param pools how many pools of the heap there are
   */
  static Scope scope(String collector, String action, int pools) {
    if (pausesOnly(collector) || collector.equals("G1 Concurrent GC")) {
      return Scope.NOTHING;
    }
    if (action.equals("end of major GC")) {
      return Scope.ALL;
    }
    if (action.equals("end of GC cycle")) {
      return pools == 1 || collector.equals("ZGC Major Cycles") ? Scope.WHOLE : Scope.PART;
    }
    return Scope.PART;
  }

  /** Whether a bean counts the pauses of a collector that otherwise works beside the service. */
  static boolean pausesOnly(String collector) {
    return collector.contains("Pauses");
  }

  /** Whether a bean counts work beside the service. */
  static boolean concurrent(String collector) {
    return collector.endsWith("Cycles");
  }

  /**
   * Whether a pool is collected while the service goes on, whose sizes after collections hold all
   * that was made meanwhile: the more the less time the collector gets.
   */
  static boolean besideTheService(String pool) {
    return pool.startsWith("Z") || pool.startsWith("Shenandoah");
  }

  /** Whether the heap is shared memory to the system, and not anonymous: ZGC maps it so. */
  static boolean heapIsShared(List<String> collectors) {
    return collectors.stream().anyMatch(name -> name.startsWith("ZGC"));
  }
}
