/** Tells from a metric's values whether a symptom is there. */
@org.jspecify.annotations.NullMarked
package com.holdwall.runbook.evaluation;
