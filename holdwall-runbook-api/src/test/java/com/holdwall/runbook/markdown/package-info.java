/** How the reader of documents behaves. */
@org.jspecify.annotations.NullMarked
package com.holdwall.runbook.markdown;
