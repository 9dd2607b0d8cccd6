/** Numbers about probes and symptoms, and their Prometheus text. */
@NullMarked
package com.holdwall.probes.metric;

import org.jspecify.annotations.NullMarked;
