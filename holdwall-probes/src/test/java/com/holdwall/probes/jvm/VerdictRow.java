package com.holdwall.probes.jvm;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One run of the table.
 *
 * @param jdk the feature version
 * @param collector its name
 * @param workload what ran
 * @param verdict LEAKING, NOT_LEAKING, NOT_EVALUABLE, DIED if the heap was full before a verdict,
 *     CUT if it neither ended nor died in time, BROKEN if it failed otherwise
 * @param seconds until then
 * @param kept the share of time in which the workload kept its rate, at its worst after the start:
 *     one that catches up later did not have its rate; 0 to 1
 * @param also what was found of a full heap, and when; empty if nothing
 * @param words what was said
 */
record VerdictRow(
    int jdk,
    String collector,
    Workload workload,
    String verdict,
    double seconds,
    double kept,
    String also,
    String words) {

  /** With less of the time than this the machine decides, and not the workload. */
  private static final double LEAST_KEPT = 0.8;

  /** Reads what a {@link WorkloadChild} printed; an exit code of null means that it still ran. */
  static VerdictRow of(
      int jdk, String collector, Workload workload, @Nullable Integer exit, String printed) {
    String[] line = last(printed, "VERDICT ", verdict(exit, printed) + " 0").split(" ", -1);
    return new VerdictRow(
        jdk,
        collector,
        workload,
        line[0],
        Double.parseDouble(line[line.length - 1]),
        all(printed, "KEPT ").mapToDouble(Double::parseDouble).min().orElse(1),
        last(printed, "ALSO ", ""),
        printed.strip());
  }

  private static String verdict(@Nullable Integer exit, String printed) {
    return exit == null
        ? "CUT"
        : exit == WorkloadChild.HEAP_FULL || printed.contains("OutOfMemoryError")
            ? "DIED"
            : "BROKEN";
  }

  private static String last(String printed, String start, String otherwise) {
    return all(printed, start).reduce((before, after) -> after).orElse(otherwise);
  }

  private static Stream<String> all(String printed, String start) {
    return printed
        .lines()
        .filter(text -> text.startsWith(start))
        .map(text -> text.substring(start.length()));
  }

  /** Whether the machine did not let it work as it should: it then shows nothing of the rule. */
  boolean starved() {
    return kept < LEAST_KEPT;
  }

  boolean missed() {
    return workload.mustBeFound() && !verdict.equals("LEAKING") && !starved();
  }

  boolean falseAlarm() {
    return !workload.leaking() && verdict.equals("LEAKING");
  }

  /** Whether its collector stops the service to look at old objects. */
  boolean exact() {
    return !Set.of("ZGC", "Shenandoah").contains(collector);
  }

  String line() {
    return String.format(
        Locale.ROOT,
        "%-3d %-11s %-23s %-14s %6.1f  kept %.2f%s  %s%n",
        jdk,
        collector,
        workload,
        verdict,
        seconds,
        kept,
        starved() ? " STARVED" : "",
        also);
  }

  String json() {
    return String.format(
        Locale.ROOT,
        "{\"jdk\": %d, \"collector\": \"%s\", \"workload\": \"%s\", \"leaking\": %b,"
            + " \"verdict\": \"%s\", \"verdictSeconds\": %.1f,"
            + " \"rateKept\": %.2f, \"also\": \"%s\"}",
        jdk,
        collector,
        workload,
        workload.leaking(),
        verdict,
        seconds,
        kept,
        also);
  }
}
