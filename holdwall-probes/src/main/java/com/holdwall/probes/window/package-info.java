/** Counts and times over a sliding window: what happened in the last minutes, and no older. */
@NullMarked
package com.holdwall.probes.window;

import org.jspecify.annotations.NullMarked;
