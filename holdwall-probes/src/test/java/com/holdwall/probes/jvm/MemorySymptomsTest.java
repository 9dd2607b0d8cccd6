package com.holdwall.probes.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults of a real process, each seen as its finding, and as its symptom of the runbook. */
@Tag("alone")
@Execution(ExecutionMode.CONCURRENT)
class MemorySymptomsTest {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir Path crumbs;

  private ChildJvm child(MemoryFault fault, String... options) {
    return ChildJvm.start(
        Jdk.ours(), List.of(options), ServiceChild.class, fault.name(), "10", crumbs.toString());
  }

  private static void awaitSaying(ChildJvm child, String words) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> child.printed().contains(words));
  }

  @ParameterizedTest
  @CsvSource({
    "THREADS, THREADS_LEAKING",
    "FILES, FILE_DESCRIPTORS_LEAKING",
    "DIRECT, BUFFERS_LEAKING",
    "METASPACE, METASPACE_LEAKING",
    "NATIVE, NATIVE_LEAKING"
  })
  void leakOutsideTheHeap_isMemoryThatIncreases_andIsNamed(MemoryFault fault, String finding) {
    // So few files that a leak of some hundred matters.
    try (ChildJvm child =
        ChildJvm.limited(
            "ulimit -n 4096",
            List.of("-Xmx64m", "-XX:MaxDirectMemorySize=512m", "-XX:-MaxFDLimit"),
            ServiceChild.class,
            fault.name(),
            "10",
            crumbs.toString())) {
      awaitSaying(child, "OBSERVED memory-increasing ");
      awaitSaying(child, "FOUND " + finding);
      assertThat(child.printed().lines().filter(line -> line.contains("LEAKING ")))
          .allMatch(line -> line.contains(finding) || line.startsWith("OBSERVED"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DIRECT_GARBAGE", "METASPACE_GARBAGE"})
  void whatIsGarbage_isNoLeak(MemoryFault fault) {
    try (ChildJvm child = child(fault, "-Xmx64m", "-XX:MaxDirectMemorySize=512m")) {
      awaitSaying(child, "READY");
      Awaitility.await()
          .atMost(PATIENCE)
          .during(Duration.ofSeconds(14))
          .until(() -> !child.printed().contains("LEAKING"));
    }
  }

  @Test
  void collectorThatLeavesNoTime_isASlowdown() {
    try (ChildJvm child = child(MemoryFault.THRASH, "-Xmx48m", "-Xmn8m", "-XX:+UseSerialGC")) {
      awaitSaying(child, "OBSERVED slowdowns ");
      awaitSaying(child, "FOUND GC_OVERHEAD ");
    }
  }
}
