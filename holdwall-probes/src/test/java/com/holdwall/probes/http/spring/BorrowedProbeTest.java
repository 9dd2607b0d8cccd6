package com.holdwall.probes.http.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.metric.MeasuringProbe;
import com.holdwall.probes.metric.MetricSource;
import com.holdwall.runbook.evaluation.SignalReader;
import org.junit.jupiter.api.Test;

/** What a probe bean is besides, it is behind the registry's view of it, too. */
class BorrowedProbeTest {

  @Test
  void beanThatIsASource_isFoundAsItself_soThatItsNumbersAreShownOnce() {
    MeasuringProbe bean = new MeasuringProbe("kafka");
    assertThat(new BorrowedProbe(bean).unwrap(MetricSource.class)).containsSame(bean);
    assertThat(new BorrowedProbe(bean).unwrap(SignalReader.class)).isEmpty();
  }
}
