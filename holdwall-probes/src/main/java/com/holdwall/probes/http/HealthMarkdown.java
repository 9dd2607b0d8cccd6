package com.holdwall.probes.http;

import com.holdwall.probes.HealthReport;
import com.holdwall.probes.ProbeHealth;

/** Health for a ticket or a chat. */
final class HealthMarkdown {

  private HealthMarkdown() {}

  static String health(String service, HealthReport report, boolean details) {
    StringBuilder out = new StringBuilder("# Health: " + Words.holdwall(report.status()) + "\n");
    if (details) {
      out.append("\nService ").append(cell(service)).append(".\n");
      head(out);
      report.probes().forEach(probe -> row(out, probe));
    }
    return out.toString();
  }

  static String probe(ProbeHealth probe, boolean details) {
    StringBuilder out = new StringBuilder("# Health: " + Words.holdwall(probe.status()) + "\n");
    if (details) {
      head(out);
      row(out, probe);
    }
    return out.toString();
  }

  private static void head(StringBuilder out) {
    out.append("\n| probe | status | basis | finding | summary | runbook |\n");
    out.append("|---|---|---|---|---|---|\n");
  }

  private static void row(StringBuilder out, ProbeHealth probe) {
    out.append("| ").append(probe.name()).append(" | ").append(probe.status());
    out.append(" | ").append(probe.basis()).append(" | ").append(probe.finding().orElse(""));
    out.append(" | ").append(cell(probe.summary())).append(" | ").append(probe.runbook());
    out.append(" |\n");
  }

  /** A summary may hold what a driver said: it must stay in its cell, and be text. */
  private static String cell(String text) {
    return text.replaceAll("[\\r\\n]+", " ")
        .replaceAll("([\\\\|*_`\\[\\]#!])", "\\\\$1")
        .replace("<", "&lt;");
  }
}
