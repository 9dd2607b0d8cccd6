/** Micrometer meters for probes and symptoms, and Micrometer's meters for the endpoints. */
@NullMarked
package com.holdwall.probes.micrometer;

import org.jspecify.annotations.NullMarked;
