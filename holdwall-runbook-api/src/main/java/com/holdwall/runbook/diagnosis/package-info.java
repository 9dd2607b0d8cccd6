/** From observations to ranked runbooks: a pure function, and its reports. */
@NullMarked
package com.holdwall.runbook.diagnosis;

import org.jspecify.annotations.NullMarked;
