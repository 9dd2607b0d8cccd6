package com.holdwall.probes.jvm;

import static com.holdwall.probes.Readings.measured;

import com.holdwall.probes.Reading;
import com.holdwall.probes.Readings;
import com.holdwall.runbook.Comparison;
import java.util.List;
import java.util.Optional;

/** Puts what a check saw into readings, one for each {@link MemoryFinding}, in its order. */
final class MemoryReadings {

  /** From here on the heap is all but full after a collection. */
  static final double HEAP_FULL = 0.95;

  /** From here on the service stands still for too long. Source: the symptom's own condition. */
  static final double OVERHEAD = 0.2;

  /** Where the limit was run into since the last check, a little less is near it too. */
  private static final double NEAR_AND_HIT = 0.9;

  private final MemoryState state;
  private final Readings readings = Readings.of("memory");

  private MemoryReadings(MemoryState state) {
    this.state = state;
  }

  static List<Reading> of(MemoryState state) {
    MemoryReadings all = new MemoryReadings(state);
    LeakReadings.add(state, all.readings);
    all.nearLimit();
    all.nearlyFull();
    all.overhead();
    all.killed();
    all.lastRun();
    all.breadcrumb();
    return all.readings.list();
  }

  private void nearLimit() {
    Optional<Double> ratio = state.usage().ratio();
    if (ratio.isEmpty()) {
      readings.unknown(
          MemoryFinding.NEAR_LIMIT, "no memory limit is known, of a container or configured");
      return;
    }
    long hits = state.usage().hits();
    readings.add(
        MemoryFinding.NEAR_LIMIT,
        measured(
                "memory of the container, of its limit",
                ratio.get(),
                Comparison.AT_LEAST,
                hits > 0 ? NEAR_AND_HIT : LastRun.NEAR_LIMIT,
                "ratio")
            .detail(
                hits > 0 ? "the limit was run into " + hits + " times since the last check" : ""));
  }

  private void nearlyFull() {
    MemoryState.Heap heap = state.heap();
    if (Double.isNaN(heap.full())) {
      readings.unknown(MemoryFinding.HEAP_NEARLY_FULL, "old objects have not been collected yet");
      return;
    }
    readings.add(
        MemoryFinding.HEAP_NEARLY_FULL,
        measured(
                "heap in use after collections, of what may be",
                heap.full(),
                Comparison.AT_LEAST,
                HEAP_FULL,
                "ratio")
            .detail(heap.pool().orElse("")));
  }

  private void overhead() {
    MemoryState.Gc gc = state.gc();
    if (Double.isNaN(gc.ratio())) {
      readings.unknown(MemoryFinding.GC_OVERHEAD, "nothing has been measured yet");
      return;
    }
    readings.add(
        MemoryFinding.GC_OVERHEAD,
        measured(
                "time that the service stood still for its collector",
                gc.ratio(),
                Comparison.ABOVE,
                OVERHEAD,
                "ratio")
            .over(gc.window(), gc.samples()));
  }

  private void killed() {
    MemoryState.Killing killing = state.killing();
    if (!killing.counted()) {
      readings.unknown(
          MemoryFinding.OOM_KILL_COUNTED, "no control group here counts killed processes");
      return;
    }
    readings.add(
        MemoryFinding.OOM_KILL_COUNTED,
        measured(
            "processes killed for want of memory since the start",
            killing.recent() ? (double) killing.kills() : 0,
            Comparison.AT_LEAST,
            1,
            "processes"));
  }

  private void lastRun() {
    LastRun last = state.lastRun().orElse(new LastRun.None());
    if (last instanceof LastRun.Unknown unknown) {
      readings.unknown(MemoryFinding.LAST_RUN_PROBABLY_OOM_KILLED, unknown.reason());
      readings.unknown(MemoryFinding.LAST_RUN_CRASHED, unknown.reason());
      return;
    }
    String words = LastRunWords.of(last);
    vanished(
        MemoryFinding.LAST_RUN_PROBABLY_OOM_KILLED,
        "last processes that vanished at their memory limit",
        last instanceof LastRun.NearLimit,
        words);
    vanished(
        MemoryFinding.LAST_RUN_CRASHED,
        "last processes that vanished, not at their memory limit",
        last instanceof LastRun.Crashed,
        words);
  }

  private void breadcrumb() {
    MemoryState.Crumb crumb = state.breadcrumb();
    if (crumb.unkept().isPresent()) {
      readings.unknown(MemoryFinding.BREADCRUMB_NOT_WRITTEN, crumb.unkept().get());
      return;
    }
    readings.add(
        MemoryFinding.BREADCRUMB_NOT_WRITTEN,
        measured(
                "last breadcrumbs that could not be written",
                crumb.failure().isPresent() ? 1 : 0,
                Comparison.AT_LEAST,
                1,
                "files")
            .detail(crumb.failure().orElse("")));
  }

  private void vanished(MemoryFinding finding, String signal, boolean found, String words) {
    readings.add(
        finding,
        measured(signal, found ? 1 : 0, Comparison.AT_LEAST, 1, "processes").detail(words));
  }
}
