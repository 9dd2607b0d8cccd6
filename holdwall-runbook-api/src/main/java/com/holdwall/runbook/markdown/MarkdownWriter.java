package com.holdwall.runbook.markdown;

import com.holdwall.runbook.Command;
import com.holdwall.runbook.Contact;
import com.holdwall.runbook.DiagnosisStep;
import com.holdwall.runbook.GeneralStep;
import com.holdwall.runbook.Link;
import com.holdwall.runbook.PreventionItem;
import com.holdwall.runbook.ResolutionStep;
import com.holdwall.runbook.Runbook;
import com.holdwall.runbook.RunbookCatalog;
import com.holdwall.runbook.Section;
import com.holdwall.runbook.Symptom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes a catalogue in the form that the Holdwall runbooks have. */
final class MarkdownWriter {

  private static final Map<Section, String> LABELS =
      Map.of(
          Section.IMMEDIATE, "Immediate",
          Section.SHORT_TERM, "Short-term",
          Section.LONG_TERM, "Long-term");

  private final StringBuilder out = new StringBuilder();

  private MarkdownWriter() {}

  static String write(RunbookCatalog catalog) {
    return new MarkdownWriter().catalog(catalog);
  }

  private String catalog(RunbookCatalog catalog) {
    line("# " + catalog.title());
    catalog.runbooks().forEach(this::runbook);
    if (!catalog.generalSteps().isEmpty()) {
      heading("## General Troubleshooting Steps");
      catalog.generalSteps().forEach(this::generalStep);
    }
    if (!catalog.contacts().isEmpty()) {
      heading("## Emergency Contacts");
      for (Contact contact : catalog.contacts()) {
        line(("- **" + contact.role() + "**: " + contact.text()).strip());
      }
    }
    if (!catalog.links().isEmpty()) {
      heading("## Additional Resources");
      for (Link link : catalog.links()) {
        line("- [" + link.title() + "](" + link.target() + ")");
      }
    }
    return out.toString();
  }

  private void runbook(Runbook runbook) {
    heading("## " + runbook.title());
    heading("### Symptoms");
    bullets(runbook.symptoms().stream().map(Symptom::description).toList());
    heading("### Diagnosis");
    int number = 1;
    for (DiagnosisStep step : runbook.diagnosis()) {
      line(number++ + ". " + step.text());
    }
    heading("### Resolution");
    resolution(runbook);
    if (!runbook.prevention().isEmpty()) {
      heading("### Prevention");
      bullets(runbook.prevention().stream().map(PreventionItem::text).toList());
    }
  }

  private void resolution(Runbook runbook) {
    List<Section> horizons = new ArrayList<>();
    for (ResolutionStep step : runbook.resolution()) {
      if (!horizons.contains(step.id().section())) {
        horizons.add(step.id().section());
      }
    }
    int number = 1;
    for (Section horizon : horizons) {
      String label = number + ". **" + LABELS.get(horizon) + "**:";
      List<ResolutionStep> steps = runbook.resolution(horizon);
      if (number++ > 1) {
        line("");
      }
      if (steps.size() == 1) {
        line(label + " " + steps.get(0).text());
        command(steps.get(0), "   ");
      } else {
        line(label);
        for (ResolutionStep step : steps) {
          line("   - " + step.text());
          command(step, "     ");
        }
      }
    }
  }

  private void command(ResolutionStep step, String indent) {
    Command command = step.command();
    if (command != null) {
      line(indent + "```bash");
      line(indent + command.display());
      line(indent + "```");
    }
  }

  private void generalStep(GeneralStep step) {
    line((step.number() + ". **" + step.title() + "**: " + step.text()).strip());
    step.details().forEach(detail -> line("   - " + detail));
  }

  private void bullets(List<String> items) {
    items.forEach(item -> line("- " + item));
  }

  private void heading(String text) {
    line("");
    line(text);
    line("");
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
