package com.holdwall.probes.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that end, by the kernel's hand or as they should, and what the next one says. */
class OomKillTest {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long MB = 1 << 20;

  @TempDir Path crumbs;
  private final Optional<MemoryGroup> group = MemoryGroup.make(120 * MB);

  @AfterEach
  void removeGroup() {
    group.ifPresent(MemoryGroup::close);
  }

  private ChildJvm next(Path directory) {
    return ChildJvm.start(
        Jdk.ours(),
        List.of("-Xmx32m", "-XX:+UseSerialGC"),
        ServiceChild.class,
        "NONE",
        "3600",
        directory.toString());
  }

  private static void awaitSaying(ChildJvm child, String words) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> child.printed().contains(words));
  }

  @Test
  void processKilledAtItsMemoryLimit_isReportedByTheNext_asItsSymptom() throws IOException {
    String how = killAtTheLimit();
    try (ChildJvm child = next(crumbs)) {
      awaitSaying(child, "OBSERVED oom-killed ");
      assertThat(child.printed()).contains("FIRST LAST_RUN_PROBABLY_OOM_KILLED");
    }
    Files.writeString(
        Files.createDirectories(Path.of("target", "figures")).resolve("oom-kill.json"),
        "{\"killedBy\": \"" + how + "\", \"reported\": true}\n");
  }

  /** By the kernel where a control group can be made here; else by a signal, near the limit. */
  private String killAtTheLimit() throws IOException {
    if (group.isPresent()) {
      try (ChildJvm child =
          ChildJvm.limited(
              "echo $$ > " + group.get().processes(),
              List.of("-Xms400m", "-Xmx400m", "-XX:+UseSerialGC"),
              ServiceChild.class,
              "GROW",
              "3600",
              crumbs.toString())) {
        assertThat(child.await(PATIENCE)).isEqualTo(MemoryGroup.KILLED);
        return group.get().version();
      }
    }
    try (ChildJvm child = next(crumbs)) {
      awaitSaying(child, "READY");
      child.process().destroyForcibly();
      child.await(PATIENCE);
    }
    Breadcrumb real = crumb();
    Breadcrumb near =
        new Breadcrumb(
            real.pid(), real.started(), real.at(), real.used(), real.used() + 1, -1, false);
    Files.writeString(crumbs.resolve(BreadcrumbFile.NAME), near.write());
    return "kill -9, with the limit written into its breadcrumb";
  }

  private Breadcrumb crumb() throws IOException {
    return Breadcrumb.parse(Files.readString(crumbs.resolve(BreadcrumbFile.NAME))).orElseThrow();
  }

  @Test
  void processKilledFarFromItsLimit_isACrash_andNoKillForMemory() {
    try (ChildJvm child = next(crumbs)) {
      awaitSaying(child, "READY");
      child.process().destroyForcibly();
      child.await(PATIENCE);
    }
    try (ChildJvm child = next(crumbs)) {
      awaitSaying(child, "READY");
      assertThat(child.printed()).contains("FIRST LAST_RUN_CRASHED");
      assertThat(child.printed()).doesNotContain("OBSERVED");
    }
  }

  @Test
  void anotherProcessOfTheContainer_thatIsKilled_isCounted() {
    assertThat(group).as("a control group for memory, which needs root").isPresent();
    try (ChildJvm child =
        ChildJvm.limited(
            "echo $$ > " + group.get().processes(),
            List.of("-Xmx32m", "-XX:+UseSerialGC"),
            ServiceChild.class,
            "NONE",
            "3600",
            crumbs.toString())) {
      awaitSaying(child, "READY");
      group.get().killAnother();
      awaitSaying(child, "FOUND OOM_KILL_COUNTED ");
      awaitSaying(child, "OBSERVED oom-killed ");
      assertThat(child.process().isAlive()).isTrue();
    }
  }

  @Test
  void fiftyCleanStops_leaveNothingToReport() throws Exception {
    ExecutorService chains = Executors.newFixedThreadPool(5);
    try {
      List<Future<Integer>> all =
          java.util.stream.IntStream.range(0, 5)
              .mapToObj(chain -> chains.submit(() -> stopTenTimes("chain-" + chain)))
              .toList();
      for (Future<Integer> chain : all) {
        assertThat(chain.get()).isEqualTo(10);
      }
    } finally {
      chains.shutdownNow();
    }
  }

  private int stopTenTimes(String name) throws IOException {
    Path directory = Files.createDirectories(crumbs.resolve(name));
    int clean = 0;
    for (int i = 0; i < 10; i++) {
      try (ChildJvm child = next(directory)) {
        awaitSaying(child, "READY");
        assertThat(child.printed()).contains("FIRST NOTHING");
        // SIGTERM, as an orchestrator sends it
        child.process().destroy();
        child.await(PATIENCE);
      }
      Breadcrumb left =
          Breadcrumb.parse(Files.readString(directory.resolve(BreadcrumbFile.NAME))).orElseThrow();
      clean += left.clean() && left.at().isBefore(Instant.now().plusSeconds(1)) ? 1 : 0;
    }
    return clean;
  }
}
