/** How the evaluation of metrics behaves. */
@org.jspecify.annotations.NullMarked
package com.holdwall.runbook.evaluation;
