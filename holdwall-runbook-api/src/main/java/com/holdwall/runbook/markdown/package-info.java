/** Reads runbooks from Markdown, with every problem told by file, line and column. */
@org.jspecify.annotations.NullMarked
package com.holdwall.runbook.markdown;
