package com.holdwall.example.app;

import com.holdwall.runbook.DetectionCondition;
import com.holdwall.runbook.DetectionCondition.AnyOf;
import com.holdwall.runbook.DetectionCondition.ExternalAlert;
import com.holdwall.runbook.DetectionCondition.LogPattern;
import com.holdwall.runbook.DetectionCondition.MetricThreshold;
import com.holdwall.runbook.DetectionCondition.MetricTrend;
import com.holdwall.runbook.DetectionCondition.OperatorReport;
import com.holdwall.runbook.DetectionCondition.ProbeCondition;
import com.holdwall.runbook.Runbook;
import com.holdwall.runbook.RunbookCatalog;
import com.holdwall.runbook.Symptom;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import com.holdwall.runbook.catalog.HoldwallSymptoms;
import java.time.Duration;

/**
 * The ten runbooks with windows of seconds in place of minutes, since nobody watches a drill for an
 * hour. Thresholds, factors and findings stay as they are, but for one; each piece of evidence
 * shows the window that was used.
 */
final class ShortWindows implements DetectionCondition.Cases<DetectionCondition> {

  /** In place of five minutes. */
  static final Duration WINDOW = Duration.ofSeconds(5);

  /** In place of an hour. */
  static final Duration BASELINE = Duration.ofSeconds(20);

  /** A service under a drill's light traffic does less in five seconds than one in five minutes. */
  private static final int FEWER = 4;

  private ShortWindows() {}

  static RunbookCatalog catalog() {
    RunbookCatalog catalog = HoldwallRunbooks.catalog();
    ShortWindows shorter = new ShortWindows();
    for (Runbook runbook : HoldwallRunbooks.catalog().runbooks()) {
      for (Symptom symptom : runbook.symptoms()) {
        catalog = catalog.withCondition(symptom.id(), symptom.condition().fold(shorter));
      }
    }
    return catalog.withCondition(HoldwallSymptoms.KAFKA_UPDATES_DELAYED, delayed(catalog));
  }

  /** The one threshold that is not the default: half a minute of delay is half a drill. */
  private static DetectionCondition delayed(RunbookCatalog catalog) {
    MetricThreshold condition =
        (MetricThreshold)
            catalog.symptom(HoldwallSymptoms.KAFKA_UPDATES_DELAYED).orElseThrow().condition();
    return condition.withThresholds(3, 1.5);
  }

  private static long fewer(long samples) {
    return Math.max(1, samples / FEWER);
  }

  @Override
  public DetectionCondition metricThreshold(MetricThreshold condition) {
    return new MetricThreshold(
        condition.metric(),
        condition.comparison(),
        condition.threshold(),
        condition.clearThreshold(),
        condition.unit(),
        WINDOW,
        fewer(condition.minSamples()));
  }

  @Override
  public DetectionCondition metricTrend(MetricTrend condition) {
    return new MetricTrend(
        condition.metric(),
        condition.factor(),
        condition.clearFactor(),
        WINDOW,
        BASELINE,
        fewer(condition.minSamples()));
  }

  @Override
  public DetectionCondition probe(ProbeCondition condition) {
    return condition;
  }

  @Override
  public DetectionCondition logPattern(LogPattern condition) {
    return condition;
  }

  @Override
  public DetectionCondition operatorReport(OperatorReport condition) {
    return condition;
  }

  @Override
  public DetectionCondition externalAlert(ExternalAlert condition) {
    return condition;
  }

  @Override
  public DetectionCondition anyOf(AnyOf condition) {
    return new AnyOf(condition.conditions().stream().map(c -> c.fold(this)).toList());
  }
}
