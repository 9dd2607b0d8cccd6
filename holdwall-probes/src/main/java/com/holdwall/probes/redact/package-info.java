/** Takes secrets out of text, and counts what it took out. */
@NullMarked
package com.holdwall.probes.redact;

import org.jspecify.annotations.NullMarked;
