package com.holdwall.runbook.markdown;

import com.holdwall.runbook.DetectionCondition;
import com.holdwall.runbook.Role;

/**
 * What a document does not say about a symptom. Immutable.
 *
 * @param key the symptom's key within its runbook
 * @param role how much it says about the runbook
 * @param condition when it is observed
 */
public record SymptomSpec(String key, Role role, DetectionCondition condition) {}
