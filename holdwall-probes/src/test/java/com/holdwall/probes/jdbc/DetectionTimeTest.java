package com.holdwall.probes.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.runbook.SymptomId;
import com.holdwall.servers.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Exhaustion, hang and crash are observed within two probe intervals at an interval of one second.
 * Writes target/detection.json.
 */
@Tag("alone")
class DetectionTimeTest {

  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Path FIGURES = Path.of("target", "detection.json");

  private final List<String> figures = new ArrayList<>();

  @Test
  void exhaustionHangAndCrash_areEachObserved_withinTwoIntervals() throws IOException {
    int rounds = Boolean.getBoolean("holdwall.soak") ? 10 : 2;
    try (PostgresServer server = PostgresServer.launch()) {
      for (int i = 0; i < rounds; i++) {
        exhaustion(server);
        hang(server);
        crash(server);
      }
    }
    Files.writeString(FIGURES, "[" + String.join(",\n ", figures) + "]\n");
  }

  private void exhaustion(PostgresServer server) {
    try (ProbedPool probed = new ProbedPool(server, INTERVAL, probe -> probe)) {
      awaitFirstChecks(probed);
      try (Pools.Load load = new Pools.Load(probed.pool, 3 * Pools.SIZE, "select pg_sleep(1)")) {
        within2Intervals("exhaustion", probed, ProbedPool.EXHAUSTED, System.nanoTime());
      }
    }
  }

  private void hang(PostgresServer server) {
    try (ProbedPool probed = new ProbedPool(server, INTERVAL, probe -> probe)) {
      awaitFirstChecks(probed);
      server.freeze();
      within2Intervals("hang", probed, ProbedPool.TIMING_OUT, System.nanoTime());
      server.thaw();
    }
  }

  private void crash(PostgresServer server) {
    try (ProbedPool probed = new ProbedPool(server, INTERVAL, probe -> probe)) {
      awaitFirstChecks(probed);
      server.kill();
      within2Intervals("crash", probed, ProbedPool.REFUSED, System.nanoTime());
      server.restart();
    }
  }

  private static void awaitFirstChecks(ProbedPool probed) {
    Awaitility.await().atMost(ProbedPool.PATIENCE).until(() -> probed.health().checks() >= 2);
  }

  private void within2Intervals(
      String fault, ProbedPool probed, SymptomId symptom, long brokenNanos) {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .atMost(ProbedPool.PATIENCE)
        .until(() -> probed.observed(symptom).isPresent());
    double intervals = (System.nanoTime() - brokenNanos) / 1e9;
    figures.add(
        String.format(
            Locale.ROOT, "{\"fault\": \"%s\", \"detectedIntervals\": %.2f}", fault, intervals));
    assertThat(intervals).as("intervals until %s is observed", fault).isLessThanOrEqualTo(2.0);
  }
}
