package com.holdwall.runbook.alert;

import com.holdwall.runbook.Comparison;
import com.holdwall.runbook.DetectionCondition;
import com.holdwall.runbook.DetectionCondition.AnyOf;
import com.holdwall.runbook.DetectionCondition.Cases;
import com.holdwall.runbook.DetectionCondition.ExternalAlert;
import com.holdwall.runbook.DetectionCondition.LogPattern;
import com.holdwall.runbook.DetectionCondition.MetricThreshold;
import com.holdwall.runbook.DetectionCondition.MetricTrend;
import com.holdwall.runbook.DetectionCondition.OperatorReport;
import com.holdwall.runbook.DetectionCondition.ProbeCondition;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Makes PromQL of each kind of condition. A part of an any-of becomes a rule of its own, because
 * each part clears by itself; what Prometheus cannot see gives none.
 */
final class Expressions implements Cases<List<AlertRule>> {

  private final String alert;
  private final Duration interval;
  private int parts;

  Expressions(String alert, Duration interval) {
    this.alert = alert;
    this.interval = interval;
  }

  List<AlertRule> of(DetectionCondition condition) {
    return condition.fold(this);
  }

  @Override
  public List<AlertRule> metricThreshold(MetricThreshold condition) {
    int part = ++parts;
    String metric = PrometheusNames.metric(condition.metric());
    String enough = " and " + metric + "_samples >= " + condition.minSamples();
    String fires = compare(metric, condition.comparison(), condition.threshold()) + enough;
    String goesOn = compare(metric, condition.comparison(), condition.clearThreshold()) + enough;
    boolean same = condition.clearThreshold() == condition.threshold();
    String expression = same ? fires : orWhileFiring(part, fires, goesOn);
    return List.of(rule(part, expression, List.of(metric, metric + "_samples")));
  }

  @Override
  public List<AlertRule> metricTrend(MetricTrend condition) {
    int part = ++parts;
    String counter = PrometheusNames.metric(condition.metric()) + "_total";
    String fires = trend(condition, counter, condition.factor());
    String goesOn = trend(condition, counter, condition.clearFactor());
    return List.of(rule(part, orWhileFiring(part, fires, goesOn), List.of(counter)));
  }

  /** By difference and not by rate(), which guesses beyond the samples that are there. */
  private static String trend(MetricTrend condition, String counter, double factor) {
    String window = PrometheusNames.duration(condition.window());
    String baseline = PrometheusNames.duration(condition.baseline());
    String recent = "(" + counter + " - " + counter + " offset " + window + ")";
    String usual = "(" + counter + " - " + counter + " offset " + baseline + ")";
    return recent
        + " / "
        + condition.window().toSeconds()
        + " >= "
        + number(factor)
        + " * "
        + usual
        + " / "
        + condition.baseline().toSeconds()
        + " and "
        + recent
        + " >= "
        + condition.minSamples();
  }

  @Override
  public List<AlertRule> probe(ProbeCondition condition) {
    String findings =
        condition.findings().stream()
            .map(finding -> finding.replaceAll("([.+*?()\\[\\]{}|^$\\\\])", "\\\\$1"))
            .collect(Collectors.joining("|"));
    String selector =
        "holdwall_probe_finding{probe="
            + PrometheusNames.quote(condition.probe())
            + ",finding=~"
            + PrometheusNames.quote(findings)
            + "}";
    return List.of(
        new AlertRule(
            ++parts,
            "max without(finding) (" + selector + ") == 1",
            interval.multipliedBy(condition.consecutive() - 1L),
            interval.multipliedBy(condition.clearAfter() - 1L),
            List.of(selector)));
  }

  @Override
  public List<AlertRule> logPattern(LogPattern condition) {
    return List.of();
  }

  @Override
  public List<AlertRule> operatorReport(OperatorReport condition) {
    return List.of();
  }

  @Override
  public List<AlertRule> externalAlert(ExternalAlert condition) {
    return List.of();
  }

  @Override
  public List<AlertRule> anyOf(AnyOf condition) {
    List<AlertRule> rules = new ArrayList<>();
    condition.conditions().forEach(part -> rules.addAll(part.fold(this)));
    return rules;
  }

  private static AlertRule rule(int part, String expression, List<String> sources) {
    return new AlertRule(part, expression, Duration.ZERO, Duration.ZERO, sources);
  }

  private static String compare(String metric, Comparison comparison, double threshold) {
    return metric + " " + comparison.sign() + " " + number(threshold);
  }

  /** Hysteresis: an alert that fires goes on while the milder expression holds. */
  private String orWhileFiring(int part, String fires, String goesOn) {
    return "("
        + fires
        + ") or ("
        + goesOn
        + " and ignoring("
        + String.join(", ", PrometheusRules.LABELS)
        + ") ALERTS{alertname="
        + PrometheusNames.quote(alert)
        + ",alertstate=\"firing\",condition=\""
        + part
        + "\"})";
  }

  private static String number(double value) {
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }
}
