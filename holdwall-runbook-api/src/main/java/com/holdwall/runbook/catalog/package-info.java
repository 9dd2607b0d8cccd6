/** The ten Holdwall runbooks as typed constants, and how each of their symptoms is recognised. */
@org.jspecify.annotations.NullMarked
package com.holdwall.runbook.catalog;
