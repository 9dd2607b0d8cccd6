package com.holdwall.runbook.evaluation;

import java.time.Instant;
import java.util.Optional;

/**
 * Where the values of metrics come from. Implementations must not block, and must be safe for use
 * by the thread that evaluates.
 */
@FunctionalInterface
public interface SignalReader {

  /**
   * A metric's value at one moment.
   *
   * @param value the value: of a ratio or percentile over its window, or of a counter since its
   *     start
   * @param samples how many measurements it rests on; for a counter, its value
   */
  record Signal(double value, long samples) {}

  /**
   * Reads a metric.
   *
   * @param metric the metric's name
   * @param at the moment; never in the future
   * @return what it was then; empty if nobody knows
   */
  Optional<Signal> read(String metric, Instant at);
}
