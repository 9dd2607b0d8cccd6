package com.holdwall.probes;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.runbook.catalog.HoldwallMetrics;
import com.holdwall.runbook.evaluation.SignalReader;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A service has several sources of signals: its searches, its logins, its model calls. */
class SeveralSignalsTest {

  private static SignalReader only(String metric, double value) {
    return (asked, at) ->
        asked.equals(metric) ? Optional.of(new SignalReader.Signal(value, 1)) : Optional.empty();
  }

  @Test
  void severalReaders_areAllAsked_andTheFirstThatKnowsDecides() {
    ProbeRegistryBuilder builder =
        ProbeRegistry.builder()
            .signals(only(HoldwallMetrics.VECTOR_ERROR_RATIO, 0.1))
            .signals(only(HoldwallMetrics.AI_ERROR_RATIO, 0.2))
            .signals(only(HoldwallMetrics.AI_ERROR_RATIO, 0.3));
    SignalReader all = Objects.requireNonNull(builder.signals);
    assertThat(all.read(HoldwallMetrics.VECTOR_ERROR_RATIO, Instant.now()))
        .contains(new SignalReader.Signal(0.1, 1));
    assertThat(all.read(HoldwallMetrics.AI_ERROR_RATIO, Instant.now()))
        .contains(new SignalReader.Signal(0.2, 1));
    assertThat(all.read("unknown", Instant.now())).isEmpty();
  }
}
