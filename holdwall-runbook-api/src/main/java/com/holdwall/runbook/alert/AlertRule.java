package com.holdwall.runbook.alert;

import java.time.Duration;
import java.util.List;

/**
 * One rule, before it is written.
 *
 * @param condition from 1: which part of the symptom's condition this is
 * @param expression PromQL
 * @param hold how long the expression must hold until the alert fires
 * @param keep how long the alert goes on after the expression no longer holds
 * @param sources the selectors that must not be absent
 */
record AlertRule(
    int condition, String expression, Duration hold, Duration keep, List<String> sources) {}
