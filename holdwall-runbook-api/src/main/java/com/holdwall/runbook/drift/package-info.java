/** Holds what runbooks name against what a service has. */
@org.jspecify.annotations.NullMarked
package com.holdwall.runbook.drift;
