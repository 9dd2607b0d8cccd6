package com.holdwall.example;

import com.holdwall.probes.HealthEvent;
import com.holdwall.probes.HealthReport;
import com.holdwall.probes.ProbeHealth;
import com.holdwall.resilience.jdbc.ConnectionRetryCounts;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** What a person sees. Thread-safe: events come from the registry's own thread. */
final class Screen {

  private final PrintStream out;
  private final long start = System.nanoTime();

  Screen(PrintStream out) {
    this.out = out;
  }

  synchronized void title(String text) {
    out.println();
    out.println("=".repeat(100));
    out.println(stamp() + text);
    out.println("=".repeat(100));
  }

  synchronized void line(String text) {
    out.println(stamp() + text);
  }

  synchronized void text(String text) {
    out.println();
    out.println(text);
  }

  synchronized void health(HealthReport report) {
    for (ProbeHealth probe : report.probes()) {
      String finding = probe.finding().map(f -> " " + f).orElse("");
      line("health " + probe.name() + ": " + probe.status() + finding + ": " + probe.summary());
    }
  }

  synchronized void event(HealthEvent event) {
    if (event instanceof HealthEvent.StatusChanged changed) {
      line("  event: " + changed.probe() + " " + changed.from() + " -> " + changed.to());
    } else if (event instanceof HealthEvent.SymptomObserved observed) {
      line("  event: symptom observed: " + observed.observation().symptom());
    } else if (event instanceof HealthEvent.SymptomCleared cleared) {
      line("  event: symptom over: " + cleared.symptom());
    }
  }

  synchronized void traffic(Traffic.Counts counts) {
    line("traffic meanwhile: " + counts.answered() + " answered, " + counts.failed() + " failed");
  }

  synchronized void retries(ConnectionRetryCounts before, ConnectionRetryCounts after) {
    line(
        "retry meanwhile: "
            + (after.retries() - before.retries())
            + " retries saved "
            + (after.recovered() - before.recovered())
            + " requests; "
            + (after.exhausted() - before.exhausted())
            + " gave up");
  }

  synchronized void summary(List<DrillResult> results) {
    title("summary");
    out.printf(
        "%-16s %-20s %-28s %9s %9s%n", "fault", "symptom", "runbook", "detected", "recovered");
    for (DrillResult result : results) {
      out.printf(
          "%-16s %-20s %-28s %6d ms %6d ms  %s%n",
          result.fault(),
          result.expectedSymptom(),
          result.runbook(),
          result.detectedMillis(),
          result.recoveredMillis(),
          result.passed() ? "ok" : "WRONG");
    }
  }

  private String stamp() {
    Duration since = Duration.ofNanos(System.nanoTime() - start);
    return String.format("%3d.%ds  ", since.toSeconds(), since.toMillisPart() / 100);
  }
}
