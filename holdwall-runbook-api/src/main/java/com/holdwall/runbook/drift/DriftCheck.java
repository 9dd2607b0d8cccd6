package com.holdwall.runbook.drift;

import com.holdwall.runbook.Check;
import com.holdwall.runbook.Command;
import com.holdwall.runbook.DiagnosisStep;
import com.holdwall.runbook.Link;
import com.holdwall.runbook.ResolutionStep;
import com.holdwall.runbook.Runbook;
import com.holdwall.runbook.drift.Drift.Kind;
import com.holdwall.runbook.markdown.RunbookDocument;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lists what a document names and a service does not have. A pure function; thread-safe. */
public final class DriftCheck {

  private static final Pattern FILTER = Pattern.compile("[?&]filter=([^&]+)");

  /** An environment variable stands in the words as code, in capitals. */
  private static final Pattern VARIABLE = Pattern.compile("`([A-Z][A-Z0-9]*+(?:_[A-Z0-9]++)++)`");

  private static final Pattern WORKLOAD =
      Pattern.compile("\\b(?:deployment|statefulset|daemonset|cronjob|job)/[a-z0-9][a-z0-9.-]*");

  private final RunbookDocument document;
  private final ServiceFacts facts;
  private final List<Drift> drifts = new ArrayList<>();

  private DriftCheck(RunbookDocument document, ServiceFacts facts) {
    this.document = document;
    this.facts = facts;
  }

  /**
   * Compares.
   *
   * @param document the runbooks
   * @param facts what the service has
   * @return what is missing, in the order of the document; empty if nothing is
   */
  public static List<Drift> check(RunbookDocument document, ServiceFacts facts) {
    return new DriftCheck(document, facts).check();
  }

  private List<Drift> check() {
    for (Runbook runbook : document.catalog().runbooks()) {
      runbook.diagnosis().forEach(this::diagnosis);
      runbook.resolution().forEach(this::resolution);
      runbook.prevention().forEach(i -> words(document.line(i.id()).orElse(1), i.text()));
    }
    document.catalog().links().forEach(this::link);
    return drifts.stream().sorted(Comparator.comparingInt(Drift::line)).toList();
  }

  private void diagnosis(DiagnosisStep step) {
    int line = document.line(step.id()).orElse(1);
    if (step.check() instanceof Check.HttpCheck http) {
      request(line, http);
    } else if (step.check() instanceof Check.CommandCheck command) {
      workloads(line, command.command());
    }
    words(line, step.text());
  }

  /** A request is there if its path is and, where it has one, its filter. */
  private void request(int line, Check.HttpCheck http) {
    String path = http.target().replaceFirst("\\?.*", "");
    if (!facts.endpoints().contains(path)) {
      drifts.add(new Drift(line, Kind.ENDPOINT, http.method() + " " + http.target()));
    }
    Matcher filter = FILTER.matcher(http.target());
    if (filter.find()) {
      missing(line, Kind.METRICS_FILTER, filter.group(1), facts.metricsFilters());
    }
  }

  private void resolution(ResolutionStep step) {
    int line = document.line(step.id()).orElse(1);
    words(line, step.text());
    Command command = step.command();
    if (command != null) {
      workloads(line, command);
    }
  }

  private void words(int line, String words) {
    Matcher variable = VARIABLE.matcher(words);
    while (variable.find()) {
      missing(line, Kind.ENVIRONMENT_VARIABLE, variable.group(1), facts.environmentVariables());
    }
  }

  private void workloads(int line, Command command) {
    Matcher workload = WORKLOAD.matcher(command.display());
    while (workload.find()) {
      missing(line, Kind.WORKLOAD, workload.group(), facts.workloads());
    }
  }

  private void link(Link link) {
    List<String> lines = document.toMarkdown().lines().toList();
    int line = 1;
    for (int i = 0; i < lines.size(); i++) {
      line = lines.get(i).contains("](" + link.target() + ")") ? i + 1 : line;
    }
    missing(line, Kind.LINK, link.target(), facts.links());
  }

  private void missing(int line, Kind kind, String name, Set<String> known) {
    if (!known.contains(name)) {
      drifts.add(new Drift(line, kind, name));
    }
  }
}
