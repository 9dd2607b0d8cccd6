package com.holdwall.example;

import com.holdwall.probes.HealthEvent;
import com.holdwall.probes.HealthReport;
import com.holdwall.probes.ProbeHealth;
import com.holdwall.runbook.Command;
import com.holdwall.runbook.Evidence;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.SafetyClass;
import com.holdwall.runbook.SymptomId;
import com.holdwall.runbook.diagnosis.DiagnosisReport;
import com.holdwall.runbook.diagnosis.NextStep;
import com.holdwall.runbook.diagnosis.RankedRunbook;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What a person sees. Thread-safe: events come from the registry's own thread. */
final class Screen implements Environment.Progress {

  private final PrintStream out;
  private final long start = System.nanoTime();
  private final boolean whole;

  /**
   * A screen.
   *
   * @param out where to
   * @param whole whether each diagnosis is shown in full, as for a single drill
   */
  Screen(PrintStream out, boolean whole) {
    this.out = out;
    this.whole = whole;
  }

  synchronized void title(String number, String name, String story) {
    out.println();
    out.println(Layout.rule());
    out.print(Layout.labelled(stamp() + number, name));
    out.print(Layout.labelled("", story));
    out.println(Layout.rule());
  }

  synchronized void line(String label, String text) {
    out.print(Layout.labelled(stamp() + label, text));
  }

  synchronized void section(String label, List<String> lines) {
    String head = label;
    for (String line : lines) {
      out.print(Layout.labelled("  " + head, line));
      head = "";
    }
  }

  @Override
  public void started(String server, Duration took) {
    line("started", server + " in " + took.toMillis() + " ms");
  }

  @Override
  public void missing(String server, String reason) {
    line("not configured", server + ": " + reason);
  }

  synchronized void event(HealthEvent event) {
    if (event instanceof HealthEvent.StatusChanged changed) {
      line(changed.probe(), changed.from() + " -> " + changed.to());
    } else if (event instanceof HealthEvent.SymptomObserved observed) {
      line("symptom", words(observed.observation().symptom()));
    } else if (event instanceof HealthEvent.SymptomCleared cleared) {
      line("over", words(cleared.symptom()));
    }
  }

  private static String words(SymptomId symptom) {
    return symptom.toString();
  }

  /** Health, the symptoms with evidence, and the runbooks in their order. */
  synchronized void diagnosis(HealthReport health, DiagnosisReport diagnosis) {
    health(health);
    for (Observation observation : health.observations()) {
      if (observation instanceof Observation.Observed seen) {
        out.print(Layout.labelled("  symptom", seen.symptom() + ": " + evidence(seen.evidence())));
      }
    }
    if (whole) {
      out.println();
      out.println(diagnosis.toText());
    } else {
      diagnosis.ranked().forEach(this::ranked);
    }
  }

  private void health(HealthReport health) {
    for (ProbeHealth probe : health.probes()) {
      String finding = probe.finding().map(f -> " " + f).orElse("");
      out.print(
          Layout.labelled(
              "  health " + probe.name(), probe.status() + finding + ": " + probe.summary()));
    }
  }

  static String evidence(Evidence e) {
    String over = e.window().isZero() ? "" : ", over " + e.window().toMillis() + " ms";
    return e.signal()
        + " "
        + number(e.value())
        + " "
        + e.comparison().sign()
        + " "
        + number(e.threshold())
        + " "
        + e.unit()
        + " ("
        + e.samples()
        + " samples"
        + over
        + ", "
        + e.source()
        + ")";
  }

  private static String number(double value) {
    boolean whole = value == Math.rint(value) || Math.abs(value) >= 1_000;
    return String.format(Locale.ROOT, whole ? "%,.0f" : "%.3g", value);
  }

  private void ranked(RankedRunbook ranked) {
    String why =
        ranked.explainedBy().isEmpty() ? "" : " (explained by " + ranked.explainedBy() + ")";
    out.print(Layout.labelled("  runbook " + ranked.rank() + ".", ranked.runbook().title() + why));
    if (!ranked.explainedBy().isEmpty()) {
      return;
    }
    ranked.heldBack().forEach(step -> step("  not now", step));
    ranked
        .next()
        .ifPresentOrElse(
            step -> step("  next", step),
            () -> out.print(Layout.labelled("  next", "escalate: no step may be taken now")));
  }

  private void step(String label, NextStep next) {
    out.print(Layout.labelled(label, next.step().text()));
    Command command = next.step().command();
    if (command == null) {
      return;
    }
    out.print(Layout.labelled("", "$ " + command.display()));
    if (command.safety().isAtLeast(SafetyClass.MUTATING)) {
      out.print(Layout.labelled("", command.safety() + ": " + command.guard().reason()));
    }
  }

  synchronized void recovered(long millis, Clients.Counts clients, HealthReport health) {
    line("healthy", millis < 0 ? "NOT in time" : "after " + millis + " ms");
    if (millis < 0) {
      health(health);
    }
    out.print(
        Layout.labelled(
            "  requests", clients.answered() + " answered, " + clients.failed() + " failed"));
  }

  synchronized void summary(List<DrillResult> results) {
    title("", "summary", "what was broken, what the service said, and when");
    out.print(
        Layout.table(
            List.of("drill", "ranked first", "symptoms raised", "detected ms", "recovered ms", ""),
            results.stream().map(Screen::row).toList()));
  }

  synchronized void symptoms(List<DrillResult> results) {
    title("", "symptoms", "what raises each of the thirty, and whether this run has seen it");
    out.print(SymptomTable.text(results));
  }

  private static List<String> row(DrillResult result) {
    return List.of(
        result.fault(),
        result.runbook().isEmpty() ? "none" : result.runbook(),
        Integer.toString(result.observed().size()),
        Long.toString(result.detectedMillis()),
        Long.toString(result.recoveredMillis()),
        !result.ran() ? "NOT RUN: " + result.notRun() : result.passed() ? "ok" : "WRONG");
  }

  private String stamp() {
    Duration since = Duration.ofNanos(System.nanoTime() - start);
    return String.format(
        Locale.ROOT,
        "%02d:%02d.%d ",
        since.toMinutes(),
        since.toSecondsPart(),
        since.toMillisPart() / 100);
  }
}
