package com.holdwall.probes.metric;

import java.util.List;

/** Gives numbers that are already there. Thread-safe; must not block. */
@FunctionalInterface
public interface MetricSource {

  /** {@return the numbers now} */
  List<Metric> metrics();
}
