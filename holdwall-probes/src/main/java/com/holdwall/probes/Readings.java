package com.holdwall.probes;

import com.holdwall.runbook.Comparison;
import com.holdwall.runbook.Evidence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the readings of one check, the gravest first, as a probe takes them. Not thread-safe.
 */
public final class Readings {

  private final String source;
  private final List<Reading> list = new ArrayList<>();

  private Readings(String source) {
    this.source = source;
  }

  /**
   * Starts with none.
   *
   * @param probe the probe's name; the evidence names it as its source
   * @return an empty collection
   */
  public static Readings of(String probe) {
    return new Readings("probe " + probe);
  }

  /**
   * What was measured in this one check.
   *
   * @param signal what was measured, such as {@code time to an answer}
   * @param value the value
   * @param comparison on which side of the threshold it is a symptom
   * @param threshold the threshold
   * @param unit the unit of both, such as {@code ms}
   * @return a measurement, without detail
   */
  public static Measurement measured(
      String signal, double value, Comparison comparison, double threshold, String unit) {
    return new Measurement(signal, value, comparison, threshold, unit, Duration.ZERO, 1, "");
  }

  /**
   * A value with its threshold. Immutable.
   *
   * @param signal what was measured
   * @param value the value
   * @param comparison on which side of the threshold it is a symptom
   * @param threshold the threshold
   * @param unit the unit of both
   * @param window over which it was measured; zero for one check
   * @param samples how many samples it rests on
   * @param detail what a person should know besides; may be empty; holds no secret
   */
  public record Measurement(
      String signal,
      double value,
      Comparison comparison,
      double threshold,
      String unit,
      Duration window,
      long samples,
      String detail) {

    /**
     * Adds a detail.
     *
     * @param words what a person should know besides
     * @return a copy
     */
    public Measurement detail(String words) {
      return new Measurement(signal, value, comparison, threshold, unit, window, samples, words);
    }

    /**
     * Says over how long and how many samples.
     *
     * @param over the window
     * @param count the samples in it
     * @return a copy
     */
    public Measurement over(Duration over, long count) {
      return new Measurement(signal, value, comparison, threshold, unit, over, count, detail);
    }
  }

  /**
   * Adds a finding, present or absent by its own measurement.
   *
   * @param finding the finding
   * @param measured what was measured
   * @return this
   */
  public Readings add(Enum<?> finding, Measurement measured) {
    list.add(Reading.of(finding.name(), evidence(measured)));
    return this;
  }

  /**
   * Adds a finding that the check could not tell.
   *
   * @param finding the finding
   * @param reason why, in a sentence
   * @return this
   */
  public Readings unknown(Enum<?> finding, String reason) {
    list.add(new Reading.Unknown(finding.name(), reason));
    return this;
  }

  private Evidence evidence(Measurement m) {
    return new Evidence(
        m.signal,
        m.value,
        m.comparison,
        m.threshold,
        m.unit,
        m.window,
        m.samples,
        source,
        m.detail);
  }

  /** {@return a copy of what was added so far} */
  public List<Reading> list() {
    return List.copyOf(list);
  }
}
