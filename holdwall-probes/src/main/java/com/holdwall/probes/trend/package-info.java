/** Robust statistics of a series: whether it rises, and how fast. */
@NullMarked
package com.holdwall.probes.trend;

import org.jspecify.annotations.NullMarked;
