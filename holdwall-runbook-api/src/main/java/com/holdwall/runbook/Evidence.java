package com.holdwall.runbook;

import java.time.Duration;

/**
 * What an observation rests on: enough to recompute it. Immutable.
 *
 * @param signal what was measured, such as {@code threads awaiting a connection}
 * @param value the measured value, in {@code unit}
 * @param comparison on which side of the threshold the symptom is
 * @param threshold the effective threshold, in {@code unit}
 * @param unit the unit, such as {@code ms} or {@code connections}
 * @param window over which it was measured; zero for a single reading
 * @param samples how many readings the value rests on
 * @param source who measured it, such as {@code probe database}
 * @param detail one sentence for a person; may be empty; holds no secret
 */
public record Evidence(
    String signal,
    double value,
    Comparison comparison,
    double threshold,
    String unit,
    Duration window,
    long samples,
    String source,
    String detail) {

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if the signal, unit or source is blank, the value or threshold
   *     is not a finite number, or the window or the samples are negative
   */
  public Evidence {
    Require.text("signal", signal);
    Require.finite("value", value);
    Require.finite("threshold", threshold);
    Require.text("unit", unit);
    Require.notNegative("window", window);
    Require.notNegative("samples", samples);
    Require.text("source", source);
  }
}
