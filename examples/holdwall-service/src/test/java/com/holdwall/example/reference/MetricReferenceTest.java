package com.holdwall.example.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.ai.CallOutcome;
import com.holdwall.probes.ai.ModelCallStatistics;
import com.holdwall.probes.auth.AuthStatistics;
import com.holdwall.probes.disk.DiskProbe;
import com.holdwall.probes.jvm.MemoryProbe;
import com.holdwall.probes.kafka.RecordStatistics;
import com.holdwall.probes.metric.Metric;
import com.holdwall.probes.metric.MetricFamily;
import com.holdwall.probes.metric.MetricSource;
import com.holdwall.probes.metric.RegistryMetrics;
import com.holdwall.probes.traffic.RequestOutcome;
import com.holdwall.probes.traffic.RequestRecorder;
import com.holdwall.probes.vectordb.VectorSearchStatistics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reference of metrics is complete, and says what running objects say. */
class MetricReferenceTest {

  /** One gives the service's own meters, under the service's names; the other what others give. */
  private static final Set<String> WITHOUT_NAMES_OF_THEIR_OWN =
      Set.of("MeterSource", "JoinedSources");

  private static Map<String, MetricFamily> declared() {
    return MetricFamilies.byGiver().values().stream()
        .flatMap(List::stream)
        .collect(Collectors.toMap(MetricFamily::name, Function.identity()));
  }

  @Test
  void everySourceOfTheLibrary_declaresItsMetrics() {
    assertThat(MetricFamilies.byGiver().keySet())
        .hasSizeGreaterThan(10)
        .containsExactlyInAnyOrderElementsOf(
            MetricFamilies.sources().stream()
                .filter(source -> !WITHOUT_NAMES_OF_THEIR_OWN.contains(source.getSimpleName()))
                .toList());
  }

  @Test
  void everyUnitInAName_isTheUnitOfItsRow_andNoRowIsWithoutWords() {
    assertThat(declared()).hasSizeGreaterThan(70);
    assertThat(declared().values())
        .allSatisfy(
            family -> {
              assertThat(family.help()).as(family.name()).isNotBlank();
              assertThat(family.unit()).as(family.name()).isNotBlank();
              for (String unit : List.of("seconds", "bytes")) {
                if (family.name().endsWith("_" + unit)) {
                  assertThat(family.unit()).as(family.name()).isEqualTo(unit);
                }
              }
            });
  }

  @Test
  void everyMetricOfRunningObjects_isDeclared_asItIs(@TempDir Path folder) throws Exception {
    Map<String, MetricFamily> declared = declared();
    CheckContext patient = new CheckContext(Instant.now(), Duration.ofMinutes(1));
    try (DiskProbe disk = DiskProbe.of(folder);
        MemoryProbe memory = MemoryProbe.builder().build();
        ProbeRegistry registry =
            ProbeRegistry.builder().register(MemoryProbe.builder().build()).build()) {
      disk.check(patient);
      memory.check(patient);
      registry.checkAll(Duration.ofMinutes(1));
      for (MetricSource source : running(registry, disk, memory)) {
        List<Metric> metrics = source.metrics();
        assertThat(metrics).as("%s", source.getClass()).isNotEmpty();
        assertThat(metrics)
            .allSatisfy(
                metric -> {
                  MetricFamily family =
                      Objects.requireNonNull(declared.get(metric.name()), metric.name());
                  assertThat(metric.kind()).isEqualTo(family.kind());
                  assertThat(metric.help()).isEqualTo(family.help());
                  assertThat(metric.labels()).containsOnlyKeys(family.labels());
                });
      }
    }
  }

  private static List<MetricSource> running(
      ProbeRegistry registry, DiskProbe disk, MemoryProbe memory) {
    RequestRecorder requests = RequestRecorder.create();
    requests.record("GET /claims", 200, 1_000_000, RequestOutcome.ANSWERED);
    ModelCallStatistics calls = ModelCallStatistics.create();
    calls.model("openai", "small").ended(CallOutcome.SUCCESS, 1_000_000);
    return List.of(
        RegistryMetrics.of(registry),
        disk,
        memory,
        requests,
        calls,
        AuthStatistics.create(),
        VectorSearchStatistics.create(),
        RecordStatistics.create());
  }
}
