package com.holdwall.probes.metric;

import java.util.List;

/**
 * Gives numbers that are already there. Thread-safe; must not block. A registry's endpoints show
 * those of its probes without being told to.
 */
@FunctionalInterface
public interface MetricSource {

  /** {@return the numbers now} */
  List<Metric> metrics();
}
