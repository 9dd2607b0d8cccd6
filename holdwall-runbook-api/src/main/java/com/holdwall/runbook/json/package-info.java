/** Reads and writes runbooks as JSON, and writes diagnoses as JSON and as CloudEvents. */
@org.jspecify.annotations.NullMarked
package com.holdwall.runbook.json;
