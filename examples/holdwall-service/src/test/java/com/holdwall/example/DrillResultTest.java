package com.holdwall.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.example.DrillResult.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a drill counts as passed, and what is written about it. */
class DrillResultTest {

  private static final String REFUSED = "database-connection-issues/connection-refused";
  private static final String REDIS = "redis-cache-failures/connection-errors";

  private static final DrillResult GOOD =
      with(List.of(REFUSED), "database-connection-issues", 1, 900, 1_200);

  @TempDir private Path folder;

  private static DrillResult with(
      List<String> observed, String runbook, int rank, long detected, long recovered) {
    return new DrillResult(
        "database-killed",
        List.of(new Cause("database-connection-issues", List.of(REFUSED), rank)),
        observed,
        runbook,
        detected,
        recovered);
  }

  private static DrillResult both(int databaseRank, int redisRank, String first) {
    return new DrillResult(
        "database-and-redis",
        List.of(
            new Cause("database-connection-issues", List.of(REFUSED), databaseRank),
            new Cause("redis-cache-failures", List.of(REDIS), redisRank)),
        List.of(REFUSED, REDIS),
        first,
        900,
        1_200);
  }

  @Test
  void result_withTheRightSymptomRunbookAndRecovery_passes() {
    assertThat(GOOD.passed()).isTrue();
  }

  @Test
  void result_thatLacksAnyOfThem_fails() {
    List<String> seen = List.of(REFUSED);
    String runbook = GOOD.runbook();
    assertThat(with(List.of(REDIS), runbook, 1, 900, 1_200).passed()).isFalse();
    assertThat(with(seen, "redis-cache-failures", 1, 900, 1_200).passed()).isFalse();
    assertThat(with(seen, "", 0, 900, 1_200).passed()).isFalse();
    assertThat(with(seen, runbook, 2, 900, 1_200).passed()).isFalse();
    assertThat(with(seen, runbook, 1, -1, 1_200).passed()).isFalse();
    assertThat(with(seen, runbook, 1, 900, -1).passed()).isFalse();
  }

  @Test
  void doubleFault_whoseCausesTakeTheFirstTwoRanks_passesInAnyOrder() {
    assertThat(both(1, 2, "database-connection-issues").passed()).isTrue();
    assertThat(both(2, 1, "redis-cache-failures").passed()).isTrue();
    assertThat(both(1, 1, "database-connection-issues").passed()).isTrue();
  }

  @Test
  void doubleFault_ofWhichOneIsNotNamedOrSomethingElseComesBefore_fails() {
    assertThat(both(1, 0, "database-connection-issues").passed()).isFalse();
    assertThat(both(1, 3, "database-connection-issues").passed()).isFalse();
    assertThat(both(2, 2, "slow-api-responses").passed()).isFalse();
  }

  @Test
  void healthyInterval_passesOnlyWithoutAnySymptom() {
    assertThat(new DrillResult("healthy", List.of(), List.of(), "", 0, 0).passed()).isTrue();
    assertThat(new DrillResult("healthy", List.of(), List.of(REDIS), "", 0, 0).passed()).isFalse();
    assertThat(new DrillResult("healthy", List.of(), List.of(), "", 0, -1).passed()).isFalse();
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
              "recoveredMillis" : 1200,
              "expectedRunbooks" : [ "database-connection-issues" ],
              "ranks" : [ 1 ],
              "expectedSymptoms" : [ "database-connection-issues/connection-refused" ],
              "observed" : [ "database-connection-issues/connection-refused" ],
              "passed" : true
            } ]
            """);
  }

  @Test
  void write_ofADoubleFault_listsBothRunbooksAndBothRanks() throws IOException {
    Path file = folder.resolve("drill.json");
    DrillResult.write(List.of(both(1, 2, "database-connection-issues")), file);
    assertThat(Files.readString(file))
        .contains(
            "\"expectedRunbooks\" : [ \"database-connection-issues\", \"redis-cache-failures\" ]",
            "\"ranks\" : [ 1, 2 ]");
  }

  @Test
  void drillThatCannotRunHere_isInTheResultsWithItsReason_andTheExitCodeSaysSo()
      throws IOException {
    DrillResult healthy = new DrillResult("healthy-before", List.of(), List.of(), "", 0, 0);
    DrillResult wrong = new DrillResult("healthy-after", List.of(), List.of("a/b"), "", 0, 0);
    DrillResult notRun = DrillResult.notRun(Drills.named("disk-full").get(0), "needs root");
    assertThat(notRun.passed()).isFalse();
    assertThat(DrillMain.exitCode(List.of(healthy), true)).isZero();
    assertThat(DrillMain.exitCode(List.of(healthy, wrong, notRun), true)).isEqualTo(1);
    assertThat(DrillMain.exitCode(List.of(healthy, notRun), true)).isEqualTo(2);
    assertThat(DrillMain.exitCode(List.of(healthy, notRun), false)).isZero();
    assertThat(DrillMain.verdict(List.of(healthy, notRun)))
        .isEqualTo("every fault named, every recovery seen; 1 NOT RUN, see the reasons above");
    Path file = folder.resolve("not-run.json");
    DrillResult.write(List.of(notRun), file);
    assertThat(Files.readString(file)).contains("\"notRun\" : \"needs root\"");
  }
}
