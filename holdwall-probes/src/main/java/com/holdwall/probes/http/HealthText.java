package com.holdwall.probes.http;

import com.holdwall.probes.HealthReport;
import com.holdwall.probes.ProbeHealth;
import java.util.Locale;

/** Health for a terminal. */
final class HealthText {

  private HealthText() {}

  static String health(String service, HealthReport report, boolean details) {
    StringBuilder out = new StringBuilder(Words.holdwall(report.status())).append('\n');
    if (details) {
      out.append(service).append('\n');
      report.probes().forEach(probe -> line(out, probe));
    }
    return out.toString();
  }

  static String probe(ProbeHealth probe, boolean details) {
    StringBuilder out = new StringBuilder(Words.holdwall(probe.status())).append('\n');
    if (details) {
      line(out, probe);
      out.append("  runbook ").append(probe.runbook()).append('\n');
    }
    return out.toString();
  }

  private static void line(StringBuilder out, ProbeHealth probe) {
    out.append(String.format(Locale.ROOT, "  %-9s %s", probe.status(), probe.name()));
    probe.finding().ifPresent(finding -> out.append(" (").append(finding).append(')'));
    out.append(": ").append(probe.summary()).append('\n');
  }
}
