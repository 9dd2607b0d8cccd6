/** How the generator of alert rules behaves. */
@org.jspecify.annotations.NullMarked
package com.holdwall.runbook.alert;
