/** How the Holdwall catalogue behaves. */
@org.jspecify.annotations.NullMarked
package com.holdwall.runbook.catalog;
