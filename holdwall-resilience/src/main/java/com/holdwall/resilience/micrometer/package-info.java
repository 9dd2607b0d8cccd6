/** Micrometer meters of what this module does. Needs {@code micrometer-core}. */
@NullMarked
package com.holdwall.resilience.micrometer;

import org.jspecify.annotations.NullMarked;
