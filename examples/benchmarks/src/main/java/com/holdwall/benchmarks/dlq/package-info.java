/** What a consumer that loses no record costs: ours, the peer and a bare loop on one broker. */
@NullMarked
package com.holdwall.benchmarks.dlq;

import org.jspecify.annotations.NullMarked;
