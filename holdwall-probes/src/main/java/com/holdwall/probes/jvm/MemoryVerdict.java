package com.holdwall.probes.jvm;

import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.Reading;
import com.holdwall.runbook.Section;
import com.holdwall.runbook.Status;
import com.holdwall.runbook.StepId;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import com.holdwall.runbook.diagnosis.StepResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The result of a check: health, one sentence, and the runbook's three steps. Stateless. */
final class MemoryVerdict {

  /** So many classes stand in a sentence; all of them are kept. */
  private static final int CLASSES_IN_WORDS = 5;

  private MemoryVerdict() {}

  static ProbeResult of(MemoryState state, HistogramTaker histograms, String container) {
    List<Reading> readings = MemoryReadings.of(state);
    Optional<Reading.Present> gravest =
        readings.stream()
            .filter(Reading.Present.class::isInstance)
            .map(Reading.Present.class::cast)
            .findFirst();
    Status status =
        gravest.map(found -> MemoryFinding.valueOf(found.finding()).status()).orElse(Status.UP);
    String words = gravest.map(MemoryVerdict::words).orElseGet(() -> inOrder(state));
    List<StepResult> steps =
        List.of(
            step(1, StepResult.Outcome.DONE, memory(state, container), state),
            histogram(state, histograms),
            step(3, StepResult.Outcome.DONE, unclosed(state), state));
    return new ProbeResult(status, words, readings, steps);
  }

  private static String inOrder(MemoryState state) {
    return state.heap().verdict() instanceof LeakVerdict.NotEnough
        ? "no shortage; too early to tell whether the heap leaks"
        : "no shortage, and nothing leaks";
  }

  private static String words(Reading.Present found) {
    String detail = found.evidence().detail();
    double value = found.evidence().value();
    return switch (MemoryFinding.valueOf(found.finding())) {
      case LEAKING,
          BUFFERS_LEAKING,
          METASPACE_LEAKING,
          THREADS_LEAKING,
          FILE_DESCRIPTORS_LEAKING,
          NATIVE_LEAKING ->
          detail;
      case NEAR_LIMIT -> "the container uses " + Words.percent(value) + " of its memory limit";
      case HEAP_NEARLY_FULL ->
          "the heap is " + Words.percent(value) + " full even after a collection";
      case GC_OVERHEAD ->
          "the service stands still for its collector for " + Words.percent(value) + " of the time";
      case OOM_KILL_COUNTED ->
          (long) value + " processes of the container were killed for want of memory";
      case LAST_RUN_PROBABLY_OOM_KILLED -> "the last process was probably OOM-killed: " + detail;
      case LAST_RUN_CRASHED -> "the last process crashed: " + detail;
      case BREADCRUMB_NOT_WRITTEN -> "the breadcrumb cannot be written: " + detail;
    };
  }

  private static String memory(MemoryState state, String container) {
    List<String> parts = new ArrayList<>();
    MemoryState.Heap heap = state.heap();
    parts.add(
        Double.isNaN(heap.inUse())
            ? "heap: old objects have not been collected yet"
            : "heap "
                + Words.bytes(heap.inUse())
                + " of "
                + Words.bytes(heap.limit())
                + " after collection");
    state
        .usage()
        .ratio()
        .ifPresent(
            ratio -> parts.add("container " + Words.percent(ratio) + " (" + container + ")"));
    for (Resource resource : List.of(Resource.DIRECT, Resource.METASPACE, Resource.NATIVE)) {
      amount(state, resource).ifPresent(parts::add);
    }
    if (!Double.isNaN(state.gc().ratio())) {
      parts.add("collector " + Words.percent(state.gc().ratio()) + " of the time");
    }
    parts.addAll(heap.pools());
    return String.join("; ", parts);
  }

  private static String unclosed(MemoryState state) {
    List<String> parts = new ArrayList<>();
    for (Resource resource :
        List.of(Resource.FILE_DESCRIPTORS, Resource.THREADS, Resource.DIRECT)) {
      amount(state, resource).ifPresent(parts::add);
    }
    return String.join("; ", parts);
  }

  private static Optional<String> amount(MemoryState state, Resource wanted) {
    ResourceWatch.State resource = state.resource(wanted);
    if (Double.isNaN(resource.used())) {
      return Optional.empty();
    }
    String of =
        Double.isNaN(resource.limit()) || resource.limit() > 1e15
            ? ""
            : " of " + Words.amount(resource.limit(), wanted.unit());
    return Optional.of(wanted.words() + " " + Words.amount(resource.used(), wanted.unit()) + of);
  }

  private static StepResult histogram(MemoryState state, HistogramTaker histograms) {
    if (state.histogram().isEmpty()) {
      String reason =
          histograms.enabled()
              ? "no class histogram yet: one is taken when the heap leaks or is nearly full"
              : "class histograms are switched off";
      return step(2, StepResult.Outcome.FAILED, reason, state);
    }
    HistogramTaker.Taken taken = state.histogram().get();
    if (taken.histogram().isEmpty()) {
      return step(2, StepResult.Outcome.FAILED, "no class histogram: " + taken.failure(), state);
    }
    String classes =
        taken.histogram().get().classes().stream()
            .limit(CLASSES_IN_WORDS)
            .map(ClassHistogram.Entry::words)
            .collect(Collectors.joining(", "));
    return step(
        2,
        StepResult.Outcome.DONE,
        "class histogram of " + taken.at() + ", largest first: " + classes,
        state);
  }

  private static StepResult step(
      int number, StepResult.Outcome outcome, String words, MemoryState state) {
    StepId id = new StepId(HoldwallRunbooks.MEMORY_LEAKS, Section.DIAGNOSIS, number);
    return new StepResult(id, outcome, words, state.at());
  }
}
