package com.holdwall.runbook;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * When a symptom is observed. One condition serves the detection inside the process, the alert rule
 * and the check that the incident is over. Closed: {@link #fold} is the exhaustive switch.
 *
 * <p>All implementations are immutable.
 */
public sealed interface DetectionCondition {

  /**
   * A metric passes a threshold.
   *
   * @param metric the metric's name
   * @param comparison on which side of the threshold the symptom is
   * @param threshold the threshold, in {@code unit}
   * @param clearThreshold once observed, the symptom is over when the metric no longer passes this,
   *     in {@code unit}; the threshold itself or a value on its healthy side
   * @param unit the unit of the threshold, such as {@code ratio} or {@code s}
   * @param window over which the metric is computed
   * @param minSamples fewer samples in the window than this are not evaluable
   */
  record MetricThreshold(
      String metric,
      Comparison comparison,
      double threshold,
      double clearThreshold,
      String unit,
      Duration window,
      long minSamples)
      implements DetectionCondition {

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if the metric or the unit is blank, a threshold is not a
     *     finite number, the clear threshold is a symptom itself, the window is not positive or
     *     {@code minSamples} is negative
     */
    public MetricThreshold {
      Require.text("metric", metric);
      Require.text("unit", unit);
      Require.finite("threshold", threshold);
      Require.finite("clearThreshold", clearThreshold);
      if (clearThreshold != threshold && comparison.test(clearThreshold, threshold)) {
        throw new IllegalArgumentException(
            "clearThreshold must not be "
                + comparison.sign()
                + " the threshold of "
                + threshold
                + ", but is "
                + clearThreshold);
      }
      Require.positive("window", window);
      Require.notNegative("minSamples", minSamples);
    }

    /**
     * Changes the thresholds, for a service that knows its own.
     *
     * @param changed the threshold
     * @param clear the clear threshold
     * @return the condition with these thresholds
     * @throws IllegalArgumentException as for the constructor
     */
    public MetricThreshold withThresholds(double changed, double clear) {
      return new MetricThreshold(metric, comparison, changed, clear, unit, window, minSamples);
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.metricThreshold(this);
    }
  }

  /**
   * A metric moves away from its own baseline.
   *
   * @param metric the metric's name
   * @param factor the short window's rate divided by the baseline's that counts as a change
   * @param clearFactor once observed, the symptom is over when the quotient is below this; from 0
   *     to {@code factor}
   * @param window the short window
   * @param baseline the long window
   * @param minSamples fewer events in the short window than this are no trend: the symptom is not
   *     observed
   */
  record MetricTrend(
      String metric,
      double factor,
      double clearFactor,
      Duration window,
      Duration baseline,
      long minSamples)
      implements DetectionCondition {

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if the metric is blank, a factor is not a finite number, the
     *     clear factor is negative or above the factor, the window is not positive or not shorter
     *     than the baseline, or {@code minSamples} is negative
     */
    public MetricTrend {
      Require.text("metric", metric);
      Require.finite("factor", factor);
      Require.finite("clearFactor", clearFactor);
      if (clearFactor < 0 || clearFactor > factor) {
        throw new IllegalArgumentException(
            "clearFactor must be from 0 to the factor of " + factor + ", but is " + clearFactor);
      }
      Require.positive("window", window);
      Require.notNegative("minSamples", minSamples);
      if (baseline.compareTo(window) <= 0) {
        throw new IllegalArgumentException(
            "baseline must be longer than the window of " + window + ", but is " + baseline);
      }
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.metricTrend(this);
    }
  }

  /**
   * A probe reports one of some findings.
   *
   * @param probe the probe's name
   * @param findings the findings that count, such as {@code POOL_EXHAUSTED}; not empty
   * @param consecutive how many checks in a row must report one of them
   * @param clearAfter how many checks in a row must report none of them until the symptom is over
   */
  record ProbeCondition(String probe, Set<String> findings, int consecutive, int clearAfter)
      implements DetectionCondition {

    /**
     * Checks the parts and copies the findings, sorted.
     *
     * @throws IllegalArgumentException if the probe is blank, there is no finding, or a count is
     *     less than 1
     */
    public ProbeCondition {
      Require.text("probe", probe);
      Require.atLeastOne("number of findings", findings.size());
      Require.atLeastOne("consecutive", consecutive);
      Require.atLeastOne("clearAfter", clearAfter);
      findings = Collections.unmodifiableSet(new TreeSet<>(findings));
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.probe(this);
    }
  }

  /**
   * Log lines match a pattern. Over when fewer lines than {@code count} match in the window.
   *
   * @param pattern a regular expression of {@link Pattern}
   * @param count how many lines in the window
   * @param window the window
   */
  record LogPattern(String pattern, int count, Duration window) implements DetectionCondition {

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if the pattern does not compile, the count is less than 1 or
     *     the window is not positive
     */
    public LogPattern {
      Pattern.compile(pattern);
      Require.atLeastOne("count", count);
      Require.positive("window", window);
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.logPattern(this);
    }
  }

  /** A person reports it, and says when it is over: nothing in the process can see it. */
  record OperatorReport() implements DetectionCondition {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.operatorReport(this);
    }
  }

  /**
   * An alert from outside reports it, and is resolved when it is over.
   *
   * @param alertNames the names of alerts that mean this symptom; not empty
   */
  record ExternalAlert(Set<String> alertNames) implements DetectionCondition {

    /**
     * Checks and copies the names, sorted.
     *
     * @throws IllegalArgumentException if there is no name
     */
    public ExternalAlert {
      Require.atLeastOne("number of alert names", alertNames.size());
      alertNames = Collections.unmodifiableSet(new TreeSet<>(alertNames));
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.externalAlert(this);
    }
  }

  /**
   * Any of several conditions.
   *
   * @param conditions at least two
   */
  record AnyOf(List<DetectionCondition> conditions) implements DetectionCondition {

    /**
     * Checks and copies the conditions.
     *
     * @throws IllegalArgumentException if there are fewer than two
     */
    public AnyOf {
      if (conditions.size() < 2) {
        throw new IllegalArgumentException(
            "any-of must hold at least 2 conditions, but holds " + conditions.size());
      }
      conditions = List.copyOf(conditions);
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.anyOf(this);
    }
  }

  /**
   * Applies the case for this kind of condition.
   *
   * @param cases one function for each kind
   * @param <T> the result's type
   * @return what the case returned
   */
  <T> T fold(Cases<T> cases);

  /**
   * One function for each kind of condition; a new kind breaks every implementation at compile
   * time, which Java 17 cannot do with a switch.
   *
   * @param <T> the result's type
   */
  interface Cases<T> {
    /**
     * The case of a threshold.
     *
     * @param condition the condition
     * @return the result
     */
    T metricThreshold(MetricThreshold condition);

    /**
     * The case of a trend.
     *
     * @param condition the condition
     * @return the result
     */
    T metricTrend(MetricTrend condition);

    /**
     * The case of a probe's finding.
     *
     * @param condition the condition
     * @return the result
     */
    T probe(ProbeCondition condition);

    /**
     * The case of a log pattern.
     *
     * @param condition the condition
     * @return the result
     */
    T logPattern(LogPattern condition);

    /**
     * The case of a person's report.
     *
     * @param condition the condition
     * @return the result
     */
    T operatorReport(OperatorReport condition);

    /**
     * The case of an alert.
     *
     * @param condition the condition
     * @return the result
     */
    T externalAlert(ExternalAlert condition);

    /**
     * The case of alternatives.
     *
     * @param condition the condition
     * @return the result
     */
    T anyOf(AnyOf condition);
  }
}
