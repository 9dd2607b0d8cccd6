package com.holdwall.runbook.json;

import com.holdwall.runbook.Comparison;
import com.holdwall.runbook.DetectionCondition;
import com.holdwall.runbook.DetectionCondition.AnyOf;
import com.holdwall.runbook.DetectionCondition.ExternalAlert;
import com.holdwall.runbook.DetectionCondition.LogPattern;
import com.holdwall.runbook.DetectionCondition.MetricThreshold;
import com.holdwall.runbook.DetectionCondition.MetricTrend;
import com.holdwall.runbook.DetectionCondition.OperatorReport;
import com.holdwall.runbook.DetectionCondition.ProbeCondition;
import java.util.Set;
import java.util.TreeSet;

/** Reads each kind of condition. */
final class ConditionReader {

  private ConditionReader() {}

  static DetectionCondition read(JsonValue json) {
    return json.make(ConditionReader::condition);
  }

  private static DetectionCondition condition(JsonValue json) {
    JsonValue type = json.field("type");
    return switch (type.string()) {
      case "metric-threshold" -> threshold(json);
      case "metric-trend" -> trend(json);
      case "probe" -> probe(json);
      case "log-pattern" -> logPattern(json);
      case "operator-report" -> {
        json.object("type");
        yield new OperatorReport();
      }
      case "external-alert" ->
          new ExternalAlert(strings(json.object("type", "alertNames").field("alertNames")));
      case "any-of" ->
          new AnyOf(
              json.object("type", "conditions").field("conditions").list(ConditionReader::read));
      default ->
          throw type.wrong(
              "metric-threshold, metric-trend, probe, log-pattern, operator-report, external-alert"
                  + " or any-of");
    };
  }

  private static DetectionCondition threshold(JsonValue json) {
    json.object(
        "type",
        "metric",
        "comparison",
        "threshold",
        "clearThreshold",
        "unit",
        "window",
        "minSamples");
    return new MetricThreshold(
        json.field("metric").string(),
        json.field("comparison").oneOf(Comparison.class),
        json.field("threshold").number(),
        json.field("clearThreshold").number(),
        json.field("unit").string(),
        json.field("window").duration(),
        json.field("minSamples").integer());
  }

  private static DetectionCondition trend(JsonValue json) {
    json.object("type", "metric", "factor", "clearFactor", "window", "baseline", "minSamples");
    return new MetricTrend(
        json.field("metric").string(),
        json.field("factor").number(),
        json.field("clearFactor").number(),
        json.field("window").duration(),
        json.field("baseline").duration(),
        json.field("minSamples").integer());
  }

  private static DetectionCondition probe(JsonValue json) {
    json.object("type", "probe", "findings", "consecutive", "clearAfter");
    return new ProbeCondition(
        json.field("probe").string(),
        strings(json.field("findings")),
        json.field("consecutive").integer(),
        json.field("clearAfter").integer());
  }

  private static DetectionCondition logPattern(JsonValue json) {
    json.object("type", "pattern", "count", "window");
    return new LogPattern(
        json.field("pattern").string(),
        json.field("count").integer(),
        json.field("window").duration());
  }

  private static Set<String> strings(JsonValue json) {
    return new TreeSet<>(json.list(JsonValue::string));
  }
}
