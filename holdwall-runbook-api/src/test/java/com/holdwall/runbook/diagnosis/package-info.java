/** How the diagnosis behaves. */
@org.jspecify.annotations.NullMarked
package com.holdwall.runbook.diagnosis;
