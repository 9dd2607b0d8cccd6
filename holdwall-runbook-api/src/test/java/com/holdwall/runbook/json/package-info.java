/** How the JSON forms behave. */
@org.jspecify.annotations.NullMarked
package com.holdwall.runbook.json;
