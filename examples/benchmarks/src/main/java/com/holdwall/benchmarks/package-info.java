/** JMH benchmarks: ours and the peers, in one run. */
@NullMarked
package com.holdwall.benchmarks;

import org.jspecify.annotations.NullMarked;
