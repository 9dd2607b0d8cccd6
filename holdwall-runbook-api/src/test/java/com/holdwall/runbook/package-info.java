/** How the model behaves. */
@org.jspecify.annotations.NullMarked
package com.holdwall.runbook;
