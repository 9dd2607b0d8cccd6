/** The model. */
@NullMarked
package com.holdwall.runbook;

import org.jspecify.annotations.NullMarked;
