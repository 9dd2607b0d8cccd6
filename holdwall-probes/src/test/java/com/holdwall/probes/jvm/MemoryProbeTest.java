package com.holdwall.probes.jvm;

import static com.holdwall.probes.jvm.CgroupTree.MB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdwall.probes.CheckContext;
import com.holdwall.probes.Impact;
import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.ProbeResult;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.probes.Reading;
import com.holdwall.probes.metric.Metric;
import com.holdwall.runbook.Section;
import com.holdwall.runbook.Status;
import com.holdwall.runbook.catalog.HoldwallMetrics;
import com.holdwall.runbook.diagnosis.StepResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryProbeTest {

  private static final Instant START = Instant.parse("2026-11-26T03:00:00Z");

  @TempDir Path root;
  private final AtomicLong nanos = new AtomicLong();
  private final Map<Resource, Double> used = new EnumMap<>(Resource.class);

  private MemoryProbeBuilder builder() {
    return MemoryProbe.builder()
        .window(Duration.ofHours(1))
        .root(new CgroupTree(root).second().root())
        .time(nanos::get, clock())
        .resources(fake());
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public Instant instant() {
        return START.plusNanos(nanos.get());
      }

      @Override
      public ZoneOffset getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(java.time.ZoneId zone) {
        return this;
      }
    };
  }

  private ResourceReadings fake() {
    return new ResourceReadings() {
      @Override
      public double used(Resource resource, ContainerMemory.Usage usage) {
        return used.getOrDefault(resource, 1.0);
      }

      @Override
      public double limit(Resource resource) {
        return resource == Resource.FILE_DESCRIPTORS ? 1_000 : Double.NaN;
      }
    };
  }

  private ProbeResult check(MemoryProbe probe) {
    return probe.check(new CheckContext(clock().instant(), Duration.ofSeconds(2)));
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static Reading reading(ProbeResult result, MemoryFinding finding) {
    return result.readings().stream()
        .filter(reading -> reading.finding().equals(finding.name()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void healthyProcess_isUp_withAnAnswerForEveryFinding() {
    try (MemoryProbe probe = builder().build()) {
      ProbeResult result = check(probe);
      assertThat(result.status()).as(result.summary()).isEqualTo(Status.UP);
      assertThat(result.readings())
          .extracting(Reading::finding)
          .containsExactly(
              java.util.Arrays.stream(MemoryFinding.values())
                  .map(Enum::name)
                  .toArray(String[]::new));
      assertThat(result.summary()).contains("too early to tell");
    }
  }

  @Test
  void beforeHalfAWindow_nobodyCanTellWhetherTheHeapLeaks() {
    try (MemoryProbe probe = builder().build()) {
      assertThat(reading(check(probe), MemoryFinding.LEAKING)).isInstanceOf(Reading.Unknown.class);
    }
  }

  @Test
  void steps_areTheRunbooksThree() {
    try (MemoryProbe probe = builder().build()) {
      List<StepResult> steps = check(probe).steps();
      assertThat(steps).hasSize(3);
      assertThat(steps)
          .allMatch(step -> step.step().runbook().equals(probe.runbook()))
          .allMatch(step -> step.step().section() == Section.DIAGNOSIS);
      assertThat(steps.get(0).summary()).contains("container 45 % (cgroup v2)");
      assertThat(steps.get(1).status()).isEqualTo(StepResult.Outcome.FAILED);
      assertThat(steps.get(2).summary()).contains("file descriptors 1 files of 1000 files");
    }
  }

  @Test
  void filesThatAreNotClosed_areNamed_withTheTimeThatIsLeft() {
    try (MemoryProbe probe = builder().build()) {
      ProbeResult result = check(probe);
      for (int minute = 0; minute < 60; minute++) {
        pass(Duration.ofMinutes(1));
        used.put(Resource.FILE_DESCRIPTORS, 100 + 5.0 * minute);
        result = check(probe);
      }
      Reading.Present found =
          (Reading.Present) reading(result, MemoryFinding.FILE_DESCRIPTORS_LEAKING);
      assertThat(found.evidence().detail())
          .contains("file descriptors grow by 300 files an hour")
          .contains("warning: none left in");
      assertThat(result.status()).isEqualTo(Status.DEGRADED);
      assertThat(probe.metrics())
          .filteredOn(metric -> metric.name().equals("memory_usage_leaking"))
          .filteredOn(metric -> metric.labels().containsValue("file_descriptors"))
          .extracting(Metric::value)
          .containsExactly(1.0);
    }
  }

  @Test
  void containerAtItsLimit_isNearIt_andALittleBelowOnlyIfItRanIntoIt() {
    CgroupTree tree = new CgroupTree(root).second();
    try (MemoryProbe probe = builder().build()) {
      tree.secondGroup("sys/fs/cgroup", 202 * MB, Long.toString(200 * MB));
      assertThat(check(probe).finding()).contains("NEAR_LIMIT");
      tree.secondGroup("sys/fs/cgroup", 194 * MB, Long.toString(200 * MB));
      assertThat(check(probe).finding()).isEmpty();
      tree.events("sys/fs/cgroup", 3, 0);
      assertThat(check(probe).finding()).contains("NEAR_LIMIT");
      assertThat(check(probe).finding()).isEmpty();
    }
  }

  @Test
  void killInTheContainer_isHeldForTheTimeThatWasSet() {
    CgroupTree tree = new CgroupTree(root).second();
    try (MemoryProbe probe = builder().hold(Duration.ofHours(2)).build()) {
      check(probe);
      tree.events("sys/fs/cgroup", 0, 1);
      assertThat(check(probe).finding()).contains("OOM_KILL_COUNTED");
      pass(Duration.ofMinutes(119));
      assertThat(check(probe).finding()).contains("OOM_KILL_COUNTED");
      pass(Duration.ofMinutes(1));
      assertThat(check(probe).finding()).isEmpty();
    }
  }

  @Test
  void lastRunThatWasKilled_isHeldForTheTimeThatWasSet(@TempDir Path crumbs) throws Exception {
    Breadcrumb killed = new Breadcrumb(1, Instant.EPOCH, START, 990, 1_000, 0.5, false);
    java.nio.file.Files.writeString(crumbs.resolve(BreadcrumbFile.NAME), killed.write());
    try (MemoryProbe probe = builder().breadcrumbs(crumbs).hold(Duration.ofHours(2)).build()) {
      assertThat(check(probe).summary()).contains("probably OOM-killed").contains("99 %");
      pass(Duration.ofMinutes(119));
      assertThat(check(probe).finding()).contains("LAST_RUN_PROBABLY_OOM_KILLED");
      pass(Duration.ofMinutes(2));
      assertThat(check(probe).finding()).isEmpty();
    }
  }

  @Test
  void withoutControlGroupOrBreadcrumb_nobodyCanTell() {
    try (MemoryProbe probe = builder().root(root.resolve("nowhere")).build()) {
      ProbeResult result = check(probe);
      for (MemoryFinding finding :
          List.of(
              MemoryFinding.NEAR_LIMIT,
              MemoryFinding.OOM_KILL_COUNTED,
              MemoryFinding.LAST_RUN_PROBABLY_OOM_KILLED,
              MemoryFinding.LAST_RUN_CRASHED)) {
        assertThat(reading(result, finding)).isInstanceOf(Reading.Unknown.class);
      }
    }
  }

  @Test
  void signal_isTheTimeInTheCollector_andNothingElse() {
    try (MemoryProbe probe = builder().build()) {
      assertThat(probe.read(HoldwallMetrics.JVM_GC_OVERHEAD, START).orElseThrow().samples())
          .isZero();
      pass(Duration.ofSeconds(10));
      check(probe);
      var signal = probe.read(HoldwallMetrics.JVM_GC_OVERHEAD, clock().instant()).orElseThrow();
      assertThat(signal.samples()).isEqualTo(1);
      assertThat(signal.value()).isBetween(0.0, 0.2);
      assertThat(probe.read(HoldwallMetrics.AI_ERROR_RATIO, clock().instant())).isEmpty();
      assertThat(probe.read(HoldwallMetrics.JVM_GC_OVERHEAD, START.minusSeconds(60))).isEmpty();
    }
  }

  @Test
  void metrics_areWhatTheFilterOfTheRunbookSelects() {
    try (MemoryProbe probe = builder().build()) {
      assertThat(probe.metrics()).isEmpty();
      check(probe);
      assertThat(probe.metrics())
          .isNotEmpty()
          .allMatch(
              metric ->
                  metric.name().startsWith("memory_usage")
                      || "memory-leaks".equals(metric.labels().get("runbook")));
    }
  }

  @Test
  void closedTwice_isClosedOnce_andNeverUpAgain() {
    MemoryProbe probe = builder().build();
    check(probe);
    probe.close();
    probe.close();
    assertThat(check(probe).status()).isEqualTo(Status.UNKNOWN);
  }

  @Test
  void processesOwnMemory_mayAffectLiveness() {
    ProbeSettings settings = ProbeSettings.defaults().withImpact(Impact.on(Impact.Effect.LIVENESS));
    try (ProbeRegistry registry =
        ProbeRegistry.builder().register(builder().settings(settings).build()).build()) {
      assertThat(registry.health().probes()).hasSize(1);
    }
  }

  @Test
  void settingsOutOfRange_areRefused_withTheirNameAndValue() {
    MemoryProbeBuilder builder = MemoryProbe.builder();
    assertThatThrownBy(() -> builder.window(Duration.ofSeconds(9)))
        .hasMessage("window must be between PT10S and PT168H, but is PT9S");
    assertThatThrownBy(() -> builder.hold(Duration.ZERO)).hasMessageContaining("hold must be");
    assertThatThrownBy(() -> builder.limit(0)).hasMessage("limit must be above 0 bytes, but is 0");
    assertThatThrownBy(() -> builder.histogram(Duration.ofHours(1), 0))
        .hasMessageContaining("largestHeap");
    assertThatThrownBy(() -> builder.overheadWindow(Duration.ofDays(2)))
        .hasMessageContaining("overheadWindow");
  }

  @Test
  void breadcrumbThatCannotBeWritten_isAFinding_andIsOver_onceItCanBeAgain() throws IOException {
    Path directory = Files.createDirectories(root.resolve("canary-secret"));
    try (MemoryProbe probe = builder().breadcrumbs(directory).build()) {
      assertThat(reading(check(probe), MemoryFinding.BREADCRUMB_NOT_WRITTEN))
          .isInstanceOf(Reading.Absent.class);
      // A directory of its name is in its way: not even root can write through that.
      Path inTheWay = Files.createDirectory(directory.resolve(BreadcrumbFile.NAME + ".next"));
      ProbeResult result = check(probe);
      assertThat(result.status()).isEqualTo(Status.DEGRADED);
      assertThat(result.summary())
          .isEqualTo("the breadcrumb cannot be written: java.nio.file.FileSystemException");
      assertThat(result.toString()).doesNotContain("canary-secret");
      Files.delete(inTheWay);
      assertThat(check(probe).status()).isEqualTo(Status.UP);
    }
  }

  @Test
  void withoutADirectory_nobodyWillKnowHowThisProcessEnded() {
    try (MemoryProbe probe = builder().build()) {
      assertThat(reading(check(probe), MemoryFinding.BREADCRUMB_NOT_WRITTEN))
          .isInstanceOf(Reading.Unknown.class);
    }
  }
}
