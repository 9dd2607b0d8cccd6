/** Prometheus alert rules, generated from the same conditions that the process evaluates. */
@org.jspecify.annotations.NullMarked
package com.holdwall.runbook.alert;
