package com.holdwall.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a drill counts as passed, and what is written about it. */
class DrillResultTest {

  private static final DrillResult GOOD =
      new DrillResult(
          "database-killed",
          "connection-refused",
          List.of("connection-refused"),
          "database-connection-issues",
          1,
          900,
          1_200);

  @TempDir private Path folder;

  private static DrillResult with(
      List<String> observed, String runbook, int rank, long detected, long recovered) {
    return new DrillResult(
        GOOD.fault(), GOOD.expectedSymptom(), observed, runbook, rank, detected, recovered);
  }

  @Test
  void result_withTheRightSymptomRunbookAndRecovery_passes() {
    assertThat(GOOD.passed()).isTrue();
  }

  @Test
  void result_thatLacksAnyOfThem_fails() {
    List<String> seen = GOOD.observedSymptoms();
    assertThat(with(List.of("pool-exhausted"), GOOD.runbook(), 1, 900, 1_200).passed()).isFalse();
    assertThat(with(seen, "redis-cache-failures", 1, 900, 1_200).passed()).isFalse();
    assertThat(with(seen, "", 0, 900, 1_200).passed()).isFalse();
    assertThat(with(seen, GOOD.runbook(), 2, 900, 1_200).passed()).isFalse();
    assertThat(with(seen, GOOD.runbook(), 1, -1, 1_200).passed()).isFalse();
    assertThat(with(seen, GOOD.runbook(), 1, 900, -1).passed()).isFalse();
  }

  @Test
  void write_makesTheFolder_andAnArrayOfTheNamedFields() throws IOException {
    Path file = folder.resolve("new/drill.json");
    DrillResult.write(List.of(GOOD), file);
    assertThat(Files.readString(file))
        .isEqualToNormalizingWhitespace(
            """
            [ {
              "fault" : "database-killed",
              "expectedSymptom" : "connection-refused",
              "observedSymptoms" : [ "connection-refused" ],
              "runbook" : "database-connection-issues",
              "rank" : 1,
              "detectedMillis" : 900,
              "recoveredMillis" : 1200
            } ]
            """);
  }
}
