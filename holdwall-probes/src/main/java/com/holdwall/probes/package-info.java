/** Probes and the registry that runs them; no driver is imported here. */
@NullMarked
package com.holdwall.probes;

import org.jspecify.annotations.NullMarked;
