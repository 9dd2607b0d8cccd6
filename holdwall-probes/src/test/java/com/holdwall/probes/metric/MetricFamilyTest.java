package com.holdwall.probes.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.evaluation.SignalReader.Signal;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What metrics of one name share is said once. */
class MetricFamilyTest {

  private static final MetricFamily LAG =
      MetricFamily.gauge("lag", "records", "Records that wait.", "group", "topic");

  @Test
  void metric_hasTheLabelsOfItsFamily_inAnyOrderOfTheirNames() {
    assertThat(LAG.of(7, "workers", "events"))
        .isEqualTo(
            Metric.gauge(
                "lag", "Records that wait.", Map.of("topic", "events", "group", "workers"), 7));
  }

  @Test
  void missingOrFurtherValue_isRefused_withNameAndLabels() {
    assertThatThrownBy(() -> LAG.of(7, "workers"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("metric 'lag' needs a value for each of [group, topic], but got 1");
    assertThatThrownBy(() -> LAG.of(7, "workers", "events", "0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("but got 3");
  }

  @Test
  void badNames_areRefusedWhereTheyAreDeclared() {
    assertThatThrownBy(() -> MetricFamily.gauge("a b", "1", "h"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("metric name 'a b'");
    assertThatThrownBy(() -> MetricFamily.gauge("a", "1", "h", "x-y"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("label name 'x-y'");
    assertThatThrownBy(() -> MetricFamily.counter("sent", "1", "h"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a counter's name must end with _total, but is 'sent'");
  }

  @Test
  void signal_isItsValueAndItsSamples_andHasNoValueWithoutOne() {
    SignalFamily ratio =
        SignalFamily.of(
            "holdwall.ratio", "1", "Calls that failed.", "Calls", new RunbookId("errors"));
    assertThat(ratio.of(new Signal(0.5, 4)))
        .containsExactly(
            Metric.gauge("holdwall_ratio", "Calls that failed.", Map.of("runbook", "errors"), 0.5),
            Metric.gauge(
                "holdwall_ratio_samples",
                "Calls that holdwall_ratio rests on.",
                Map.of("runbook", "errors"),
                4));
    assertThat(ratio.of(new Signal(0, 0)).get(0).value()).isNaN();
  }
}
