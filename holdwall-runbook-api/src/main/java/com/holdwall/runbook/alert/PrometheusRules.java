package com.holdwall.runbook.alert;

import com.holdwall.runbook.Role;
import com.holdwall.runbook.Runbook;
import com.holdwall.runbook.RunbookCatalog;
import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.Symptom;
import com.holdwall.runbook.markdown.RunbookDocument;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes a Prometheus rule file from the conditions of a catalogue: one group for each runbook, one
 * alert for each symptom that Prometheus can see. Thread-safe.
 *
 * <p>An alert fires and clears on the same samples as the process itself does, given that
 * Prometheus scrapes and evaluates at the interval that the probes run at. The least number of
 * samples stands in the expression. An any-of gives one rule for each of its parts, told apart by
 * the label {@code condition}. Beside each metric stands an alert for its absence: missing data is
 * not healthy. Needs Prometheus 2.42 or newer, for {@code keep_firing_for}.
 */
public final class PrometheusRules {

  static final List<String> LABELS =
      List.of("alertname", "alertstate", "condition", "runbook_id", "severity", "symptom_id");

  private static final Duration ABSENT_FOR = Duration.ofMinutes(10);

  private final RunbookDocument document;
  private final RunbookCatalog catalog;
  private final String documentUrl;
  private final Duration interval;
  private final StringBuilder out = new StringBuilder();

  private PrometheusRules(
      RunbookDocument document, RunbookCatalog catalog, String documentUrl, Duration interval) {
    this.document = document;
    this.catalog = catalog;
    this.documentUrl = documentUrl;
    this.interval = interval;
  }

  /**
   * Writes the rules of a document.
   *
   * @param document the document that {@code runbook_url} points into
   * @param catalog its runbooks, with the thresholds of this service
   * @param documentUrl where people read the document; the runbook's anchor is added
   * @param interval how often the metrics are scraped and the rules evaluated; a second or more
   * @return the rule file, as YAML
   * @throws IllegalArgumentException if the interval is shorter than a second, or a runbook is not
   *     in the document: its link would lead nowhere
   */
  public static String write(
      RunbookDocument document, RunbookCatalog catalog, String documentUrl, Duration interval) {
    if (interval.toMillis() < 1_000) {
      throw new IllegalArgumentException("interval must be a second or more, but is " + interval);
    }
    return new PrometheusRules(document, catalog, documentUrl, interval).write();
  }

  private String write() {
    out.append("# Generated from the runbooks' conditions; do not edit.\ngroups:\n");
    catalog.runbooks().forEach(this::group);
    return out.toString();
  }

  private void group(Runbook runbook) {
    String url = documentUrl + "#" + anchor(runbook.id());
    line(2, "- name: holdwall-" + runbook.id());
    line(4, "interval: " + PrometheusNames.duration(interval));
    line(4, "rules:");
    runbook.symptoms().forEach(symptom -> symptom(symptom, url));
  }

  /** By the document's own heading: the catalogue may have been given another title. */
  private String anchor(RunbookId id) {
    return document
        .anchor(id)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "runbook '" + id + "' must be a heading of the document"));
  }

  private void symptom(Symptom symptom, String url) {
    String alert = PrometheusNames.alert(symptom.id());
    List<AlertRule> rules = new Expressions(alert, interval).of(symptom.condition());
    if (rules.isEmpty()) {
      line(6, "# " + symptom.id() + ": no rule, because only people or other alerts see it");
    }
    for (AlertRule rule : rules) {
      alert(alert, rule.expression(), rule.hold(), rule.keep());
      labels(symptom, rule, symptom.role() == Role.DISCRIMINATING ? "critical" : "warning");
      annotations(symptom.description(), "value {{ $value }}", url);
      absent(symptom, rule, url);
    }
  }

  private void absent(Symptom symptom, AlertRule rule, String url) {
    String alert = PrometheusNames.alert(symptom.id()) + "Absent";
    String absent =
        rule.sources().stream()
            .map(source -> "absent(" + source + ")")
            .collect(Collectors.joining(" or "));
    alert(alert, absent, ABSENT_FOR, Duration.ZERO);
    labels(symptom, rule, "warning");
    annotations(
        "Nobody can tell: " + symptom.description(),
        String.join(" or ", rule.sources()) + " has no value, so this symptom cannot be seen",
        url);
  }

  private void alert(String alert, String expression, Duration hold, Duration keep) {
    line(6, "- alert: " + alert);
    line(8, "expr: " + PrometheusNames.quote(expression));
    if (!hold.isZero()) {
      line(8, "for: " + PrometheusNames.duration(hold));
    }
    if (!keep.isZero()) {
      line(8, "keep_firing_for: " + PrometheusNames.duration(keep));
    }
  }

  private void labels(Symptom symptom, AlertRule rule, String severity) {
    line(8, "labels:");
    line(10, "severity: " + severity);
    line(10, "runbook_id: " + symptom.id().runbook());
    line(10, "symptom_id: " + symptom.id().key());
    line(10, "condition: \"" + rule.condition() + "\"");
  }

  private void annotations(String summary, String description, String url) {
    line(8, "annotations:");
    line(10, "summary: " + PrometheusNames.quote(summary));
    line(10, "description: " + PrometheusNames.quote(description));
    line(10, "runbook_url: " + PrometheusNames.quote(url));
  }

  private void line(int indent, String text) {
    out.append(" ".repeat(indent)).append(text).append('\n');
  }
}
