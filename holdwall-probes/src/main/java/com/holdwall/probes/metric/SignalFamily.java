package com.holdwall.probes.metric;

import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.evaluation.SignalReader.Signal;
import java.util.List;

/**
 * A metric by which a symptom is recognised, as the two gauges that the generated Prometheus rules
 * read: its value, and how many samples that rests on. Immutable.
 *
 * @param value the value
 * @param samples its samples; the same name with {@code _samples} at its end
 * @param runbook the runbook that both are labelled with
 */
public record SignalFamily(MetricFamily value, MetricFamily samples, RunbookId runbook) {

  /**
   * Declares both.
   *
   * @param metric the metric's name as conditions have it, with dots
   * @param unit the value's unit
   * @param help one sentence on the value
   * @param sampled what is sampled, in the plural, such as {@code Outcomes}
   * @param runbook the runbook of the symptom
   * @return the family
   */
  public static SignalFamily of(
      String metric, String unit, String help, String sampled, RunbookId runbook) {
    String name = metric.replace('.', '_');
    return new SignalFamily(
        MetricFamily.gauge(name, unit, help, "runbook"),
        MetricFamily.gauge(
            name + "_samples", "1", sampled + " that " + name + " rests on.", "runbook"),
        runbook);
  }

  /**
   * Makes the two metrics.
   *
   * @param signal what was read
   * @return the value, NaN without a sample, since 0 would read as healthy; and the samples
   */
  public List<Metric> of(Signal signal) {
    double known = signal.samples() == 0 ? Double.NaN : signal.value();
    return List.of(
        value.of(known, runbook.toString()),
        samples.of((double) signal.samples(), runbook.toString()));
  }
}
