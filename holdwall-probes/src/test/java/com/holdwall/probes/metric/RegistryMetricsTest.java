package com.holdwall.probes.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.ProbeRegistryBuilder;
import com.holdwall.probes.ProbeResult;
import com.holdwall.runbook.RunbookId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;

/** A registry shows the numbers of its probes, each once, and says where two sources clash. */
class RegistryMetricsTest {

  private static final Metric LAG = lag("events", 7);

  private final MeasuringProbe kafka = new MeasuringProbe("kafka", LAG);

  private static Metric lag(String topic, double records) {
    return Metric.gauge("lag", "Records that wait.", Map.of("topic", topic), records);
  }

  private static ProbeRegistry registry(Probe... probes) {
    ProbeRegistryBuilder builder = ProbeRegistry.builder();
    for (Probe probe : probes) {
      builder.register(probe);
    }
    return builder.build();
  }

  @Test
  void registeredProbe_thatIsASource_isShownWithoutASecondCall() {
    try (ProbeRegistry registry = registry(kafka)) {
      assertThat(RegistryMetrics.of(registry).metrics())
          .contains(LAG)
          .extracting(Metric::name)
          .contains("system_health_status", "holdwall_probe_status");
    }
  }

  @Test
  void probeBehindAnother_isShown_asItIsWhenItIsAskedFor() {
    try (ProbeRegistry registry = registry(new Renamed(kafka))) {
      MetricSource all = RegistryMetrics.of(registry);
      assertThat(all.metrics()).contains(LAG);
      kafka.metrics(lag("events", 8));
      assertThat(all.metrics()).contains(lag("events", 8)).doesNotContain(LAG);
    }
  }

  @Test
  void registeredProbe_thatIsGivenToo_isShownOnce() {
    try (ProbeRegistry registry = registry(new Renamed(kafka))) {
      assertThat(RegistryMetrics.with(registry, List.of(kafka, kafka)).metrics())
          .filteredOn(metric -> metric.name().equals("lag"))
          .containsExactly(LAG);
    }
  }

  @Test
  void twoSources_thatGiveOneNameWithOtherLabels_areBothShown() {
    MeasuringProbe other = new MeasuringProbe("other", lag("claims", 3));
    try (ProbeRegistry registry = registry(kafka, other)) {
      assertThat(RegistryMetrics.with(registry, List.of()).metrics())
          .contains(LAG, lag("claims", 3));
    }
  }

  @Test
  void twoSources_thatGiveOneNameWithTheSameLabels_areRefused_andBothAreNamed() {
    MetricSource byHand = new MeasuringProbe("by-hand", lag("events", 9));
    try (ProbeRegistry registry = registry(kafka)) {
      assertThatThrownBy(() -> RegistryMetrics.with(registry, List.of(byHand)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "metric lag{topic=events} must be given by one source, but is by two: probe 'kafka'"
                  + " (com.holdwall.probes.metric.MeasuringProbe) and probe 'by-hand'"
                  + " (com.holdwall.probes.metric.MeasuringProbe)");
      assertThatThrownBy(
              () ->
                  RegistryMetrics.with(
                      registry,
                      List.of(
                          () -> List.of(Metric.gauge("system_health_status", "h", Map.of(), 1)))))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("metric system_health_status must be given by one source")
          .hasMessageContaining("com.holdwall.probes.metric.RegistryMetrics and");
    }
  }

  @Test
  void clashThatShowsLater_breaksNoScrape_andIsLoggedOnce() {
    MeasuringProbe late = new MeasuringProbe("late");
    try (ProbeRegistry registry = registry(kafka, late);
        Log log = new Log()) {
      MetricSource all = RegistryMetrics.with(registry, List.of());
      late.metrics(lag("events", 9));
      for (int i = 0; i < 3; i++) {
        assertThat(all.metrics()).contains(LAG).doesNotContain(lag("events", 9));
      }
      assertThat(log.lines)
          .containsExactly(
              "metric lag is given by two sources: probe 'kafka'"
                  + " (com.holdwall.probes.metric.MeasuringProbe) and probe 'late'"
                  + " (com.holdwall.probes.metric.MeasuringProbe); the first one's is shown");
    }
  }

  @Test
  void sourceThatThrows_takesNoOtherSourcesNumbersAway_andItsMessageIsNotLogged() {
    MetricSource broken =
        () -> {
          throw new IllegalStateException("canary-41cc-hunter2");
        };
    try (ProbeRegistry registry = registry(kafka);
        Log log = new Log()) {
      assertThat(RegistryMetrics.with(registry, List.of(broken)).metrics()).contains(LAG);
      assertThat(log.lines)
          .hasSize(2)
          .allMatch(line -> line.endsWith("it failed with java.lang.IllegalStateException"))
          .noneMatch(line -> line.contains("canary"));
    }
  }

  /** A probe in front of another one, which passes on what that one is. */
  private record Renamed(Probe probe) implements Probe {

    @Override
    public String name() {
      return "second-" + probe.name();
    }

    @Override
    public RunbookId runbook() {
      return probe.runbook();
    }

    @Override
    public ProbeResult check(CheckContext context) throws Exception {
      return probe.check(context);
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
      return probe.unwrap(type);
    }
  }

  /** What is logged meanwhile. */
  private static final class Log extends Handler implements AutoCloseable {

    private final Logger logger = Logger.getLogger(JoinedSources.class.getName());
    private final List<String> lines = new ArrayList<>();

    Log() {
      logger.addHandler(this);
      logger.setUseParentHandlers(false);
    }

    @Override
    public void publish(LogRecord entry) {
      lines.add(new SimpleFormatter().formatMessage(entry));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
      logger.setUseParentHandlers(true);
    }
  }
}
