package com.holdwall.probes.jvm;

import java.util.Locale;

/**
 * One run of the table.
 *
 * @param jdk the feature version
 * @param collector its name
 * @param workload what ran
 * @param verdict LEAKING, NOT_LEAKING, NOT_EVALUABLE, or DIED if the heap was full before a verdict
 * @param seconds until then
 * @param words what was said
 */
record VerdictRow(
    int jdk, String collector, Workload workload, String verdict, double seconds, String words) {

  /** Reads what a {@link WorkloadChild} printed. */
  static VerdictRow of(int jdk, String collector, Workload workload, int exit, String printed) {
    String line =
        printed.lines().filter(text -> text.startsWith("VERDICT ")).findFirst().orElse("");
    if (line.isEmpty()) {
      boolean full = exit == WorkloadChild.HEAP_FULL || printed.contains("OutOfMemoryError");
      return new VerdictRow(jdk, collector, workload, full ? "DIED" : "BROKEN", 0, printed);
    }
    String[] parts = line.split(" ", -1);
    double seconds = Double.parseDouble(parts[parts.length - 1]);
    return new VerdictRow(jdk, collector, workload, parts[1], seconds, printed.strip());
  }

  boolean missed() {
    return workload.mustBeFound() && !verdict.equals("LEAKING");
  }

  boolean falseAlarm() {
    return !workload.leaking() && verdict.equals("LEAKING");
  }

  String json() {
    return String.format(
        Locale.ROOT,
        "{\"jdk\": %d, \"collector\": \"%s\", \"workload\": \"%s\", \"leaking\": %b,"
            + " \"verdict\": \"%s\", \"verdictSeconds\": %.1f}",
        jdk,
        collector,
        workload,
        workload.leaking(),
        verdict,
        seconds);
  }
}
