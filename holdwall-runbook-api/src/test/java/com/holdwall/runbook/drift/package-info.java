/** How the drift check behaves. */
@org.jspecify.annotations.NullMarked
package com.holdwall.runbook.drift;
