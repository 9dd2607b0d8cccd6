package com.holdwall.probes.http;

import com.holdwall.runbook.Command;
import com.holdwall.runbook.ResolutionStep;
import com.holdwall.runbook.Runbook;
import com.holdwall.runbook.RunbookCatalog;
import com.holdwall.runbook.Section;
import java.util.List;

/** Runbooks as Markdown, which a terminal shows as well. */
final class RunbookText {

  private RunbookText() {}

  static String list(RunbookCatalog catalog) {
    StringBuilder out = new StringBuilder("# ").append(catalog.title()).append("\n\n");
    catalog
        .runbooks()
        .forEach(each -> out.append("- ").append(each.title()).append(" (`" + each.id() + "`)\n"));
    return out.toString();
  }

  static String runbook(Runbook runbook) {
    StringBuilder out = new StringBuilder("# ").append(runbook.title()).append("\n");
    out.append("\n## Symptoms\n\n");
    runbook.symptoms().forEach(symptom -> item(out, symptom.description()));
    out.append("\n## Diagnosis\n\n");
    runbook.diagnosis().forEach(step -> item(out, step.text()));
    for (Section section : Section.values()) {
      if (section.isResolution()) {
        resolution(out, section, runbook.resolution(section));
      }
    }
    if (!runbook.prevention().isEmpty()) {
      out.append("\n## Prevention\n\n");
      runbook.prevention().forEach(prevention -> item(out, prevention.text()));
    }
    return out.toString();
  }

  private static void resolution(StringBuilder out, Section section, List<ResolutionStep> steps) {
    if (steps.isEmpty()) {
      return;
    }
    out.append("\n## Resolution, ").append(section.slug()).append("\n\n");
    for (ResolutionStep step : steps) {
      item(out, step.text());
      Command command = step.command();
      if (command != null) {
        out.append("\n  ```bash\n  ").append(command.display()).append("\n  ```\n");
        out.append("  ").append(command.safety()).append(": ");
        out.append(command.guard().reason()).append("\n");
      }
    }
  }

  private static void item(StringBuilder out, String text) {
    out.append("- ").append(text).append('\n');
  }
}
