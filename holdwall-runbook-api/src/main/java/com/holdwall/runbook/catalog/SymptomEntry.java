package com.holdwall.runbook.catalog;

import com.holdwall.runbook.Comparison;
import com.holdwall.runbook.DetectionCondition;
import com.holdwall.runbook.Role;
import com.holdwall.runbook.SymptomId;
import com.holdwall.runbook.markdown.SymptomSpec;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A symptom of the document, and what the document does not say about it.
 *
 * @param id its identity
 * @param text the document's words, by which it is found
 * @param role how much it says about its runbook
 * @param condition when it is observed, by default
 */
record SymptomEntry(SymptomId id, String text, Role role, DetectionCondition condition) {

  SymptomSpec spec() {
    return new SymptomSpec(id.key(), role, condition);
  }

  static DetectionCondition probe(
      String probe, int consecutive, int clearAfter, String... findings) {
    return new DetectionCondition.ProbeCondition(probe, Set.of(findings), consecutive, clearAfter);
  }

  static DetectionCondition metric(
      String metric,
      Comparison comparison,
      double threshold,
      double clearThreshold,
      String unit,
      Duration window,
      long minSamples) {
    return new DetectionCondition.MetricThreshold(
        metric, comparison, threshold, clearThreshold, unit, window, minSamples);
  }

  static DetectionCondition anyOf(DetectionCondition... conditions) {
    return new DetectionCondition.AnyOf(List.of(conditions));
  }
}
