/** A service's own requests: error rate, burn of its error budget, latency and timeouts. */
@NullMarked
package com.holdwall.probes.traffic;

import org.jspecify.annotations.NullMarked;
