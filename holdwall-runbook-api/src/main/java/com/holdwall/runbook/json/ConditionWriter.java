package com.holdwall.runbook.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.holdwall.runbook.DetectionCondition;
import com.holdwall.runbook.DetectionCondition.AnyOf;
import com.holdwall.runbook.DetectionCondition.Cases;
import com.holdwall.runbook.DetectionCondition.ExternalAlert;
import com.holdwall.runbook.DetectionCondition.LogPattern;
import com.holdwall.runbook.DetectionCondition.MetricThreshold;
import com.holdwall.runbook.DetectionCondition.MetricTrend;
import com.holdwall.runbook.DetectionCondition.OperatorReport;
import com.holdwall.runbook.DetectionCondition.ProbeCondition;
import java.io.IOException;

/** The JSON form of each kind of condition. */
final class ConditionWriter implements Cases<JsonText.Body> {

  private ConditionWriter() {}

  static void write(JsonGenerator json, DetectionCondition condition) throws IOException {
    json.writeStartObject();
    condition.fold(new ConditionWriter()).write(json);
    json.writeEndObject();
  }

  @Override
  public JsonText.Body metricThreshold(MetricThreshold condition) {
    return json -> {
      json.writeStringField("type", "metric-threshold");
      json.writeStringField("metric", condition.metric());
      json.writeStringField("comparison", condition.comparison().name());
      json.writeNumberField("threshold", condition.threshold());
      json.writeNumberField("clearThreshold", condition.clearThreshold());
      json.writeStringField("unit", condition.unit());
      json.writeStringField("window", condition.window().toString());
      json.writeNumberField("minSamples", condition.minSamples());
    };
  }

  @Override
  public JsonText.Body metricTrend(MetricTrend condition) {
    return json -> {
      json.writeStringField("type", "metric-trend");
      json.writeStringField("metric", condition.metric());
      json.writeNumberField("factor", condition.factor());
      json.writeNumberField("clearFactor", condition.clearFactor());
      json.writeStringField("window", condition.window().toString());
      json.writeStringField("baseline", condition.baseline().toString());
      json.writeNumberField("minSamples", condition.minSamples());
    };
  }

  @Override
  public JsonText.Body probe(ProbeCondition condition) {
    return json -> {
      json.writeStringField("type", "probe");
      json.writeStringField("probe", condition.probe());
      JsonText.strings(json, "findings", condition.findings());
      json.writeNumberField("consecutive", condition.consecutive());
      json.writeNumberField("clearAfter", condition.clearAfter());
    };
  }

  @Override
  public JsonText.Body logPattern(LogPattern condition) {
    return json -> {
      json.writeStringField("type", "log-pattern");
      json.writeStringField("pattern", condition.pattern());
      json.writeNumberField("count", condition.count());
      json.writeStringField("window", condition.window().toString());
    };
  }

  @Override
  public JsonText.Body operatorReport(OperatorReport condition) {
    return json -> json.writeStringField("type", "operator-report");
  }

  @Override
  public JsonText.Body externalAlert(ExternalAlert condition) {
    return json -> {
      json.writeStringField("type", "external-alert");
      JsonText.strings(json, "alertNames", condition.alertNames());
    };
  }

  @Override
  public JsonText.Body anyOf(AnyOf condition) {
    return json -> {
      json.writeStringField("type", "any-of");
      json.writeArrayFieldStart("conditions");
      for (DetectionCondition part : condition.conditions()) {
        write(json, part);
      }
      json.writeEndArray();
    };
  }
}
