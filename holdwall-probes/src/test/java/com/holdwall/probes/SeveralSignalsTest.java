package com.holdwall.probes;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.runbook.RunbookId;
import com.holdwall.runbook.catalog.HoldwallMetrics;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
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
    SignalReader all = Objects.requireNonNull(builder.signals());
    assertThat(all.read(HoldwallMetrics.VECTOR_ERROR_RATIO, Instant.now()))
        .contains(new SignalReader.Signal(0.1, 1));
    assertThat(all.read(HoldwallMetrics.AI_ERROR_RATIO, Instant.now()))
        .contains(new SignalReader.Signal(0.2, 1));
    assertThat(all.read("unknown", Instant.now())).isEmpty();
  }

  @Test
  void registeredProbe_thatReadsSignals_isAskedWithoutBeingGiven_afterThoseThatWere() {
    ProbeRegistryBuilder builder =
        ProbeRegistry.builder()
            .register(new ReadingProbe())
            .signals(only(HoldwallMetrics.AI_ERROR_RATIO, 0.2));
    SignalReader all = Objects.requireNonNull(builder.signals());
    assertThat(all.read(HoldwallMetrics.DISK_FSYNC_P95, Instant.now()))
        .contains(new SignalReader.Signal(0.4, 1));
    assertThat(all.read(HoldwallMetrics.AI_ERROR_RATIO, Instant.now()))
        .contains(new SignalReader.Signal(0.2, 1));
  }

  @Test
  void registeredProbe_thatIsGivenToo_isAskedOnce() {
    ReadingProbe probe = new ReadingProbe();
    ProbeRegistryBuilder builder = ProbeRegistry.builder().signals(probe).register(probe);
    assertThat(Objects.requireNonNull(builder.signals()).read("unknown", Instant.now())).isEmpty();
    assertThat(probe.asked).isEqualTo(1);
  }

  @Test
  void withoutReader_thereAreNoSignals() {
    assertThat(ProbeRegistry.builder().register(new ScriptedProbe("database")).signals()).isNull();
  }

  /** Knows every metric but unknown ones, as its own. */
  private static final class ReadingProbe implements Probe, SignalReader {

    private int asked;

    @Override
    public String name() {
      return "reading";
    }

    @Override
    public RunbookId runbook() {
      return HoldwallRunbooks.DISK_SPACE_ISSUES;
    }

    @Override
    public ProbeResult check(CheckContext context) {
      return ProbeResult.unknown("nobody looks");
    }

    @Override
    public Optional<Signal> read(String metric, Instant at) {
      asked++;
      return metric.equals("unknown") ? Optional.empty() : Optional.of(new Signal(0.4, 1));
    }
  }
}
