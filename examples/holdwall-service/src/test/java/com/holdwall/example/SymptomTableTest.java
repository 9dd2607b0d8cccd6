package com.holdwall.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.example.SymptomTable.Row;
import com.holdwall.runbook.SymptomId;
import com.holdwall.runbook.catalog.HoldwallSymptoms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of what raises each symptom is true. */
class SymptomTableTest {

  @TempDir private Path folder;

  @Test
  void table_hasAllThirtySymptoms_eachRaisedByADrillOrATest() {
    assertThat(SymptomTable.rows())
        .extracting(Row::symptom)
        .containsExactlyElementsOf(HoldwallSymptoms.all());
    assertThat(SymptomTable.rows())
        .allSatisfy(
            row ->
                assertThat(row.drills().isEmpty() && row.test().isEmpty())
                    .as("%s is raised by nothing", row.symptom())
                    .isFalse());
  }

  @Test
  void table_counts25AutomaticSymptoms_2InPart_3Reported() {
    assertThat(
            SymptomTable.rows().stream()
                .collect(Collectors.groupingBy(Row::kind, Collectors.counting())))
        .containsEntry("automatic", 25L)
        .containsEntry("in part", 2L)
        .containsEntry("reported", 3L);
  }

  @Test
  void everyNamedTest_isThere() {
    assertThat(SymptomTable.rows())
        .filteredOn(row -> !row.test().isEmpty())
        .allSatisfy(
            row ->
                assertThat(
                        Path.of(
                            "../../holdwall-probes/src/test/java/"
                                + row.test().replace('.', '/')
                                + ".java"))
                    .exists());
  }

  @Test
  void everyRunbook_hasADrill_andFiveDrillsBreakTwoThings() {
    assertThat(
            Drills.all().stream()
                .filter(drill -> drill.expected().size() == 1)
                .flatMap(drill -> drill.runbooks().stream())
                .distinct())
        .hasSize(10);
    assertThat(Drills.all().stream().filter(drill -> drill.expected().size() == 2))
        .hasSizeGreaterThanOrEqualTo(5);
  }

  @Test
  void drills_haveNamesOfTheirOwn() {
    assertThat(Drills.all()).extracting(Drill::name).doesNotHaveDuplicates();
  }

  @Test
  void everySymptomOfEveryDrill_standsInTheTableWithTheDrillThatSawIt() throws IOException {
    Path file = folder.resolve("symptoms.md");
    List<DrillResult> results =
        Drills.all().stream()
            .map(
                drill ->
                    new DrillResult(
                        drill.name(),
                        List.of(),
                        drill.symptoms().stream().map(SymptomId::toString).toList(),
                        "",
                        0,
                        0))
            .toList();
    SymptomTable.write(results, file);
    List<String> lines = Files.readAllLines(file);
    for (DrillResult result : results) {
      assertThat(result.observed()).isNotEmpty();
      for (String symptom : result.observed()) {
        assertThat(lines)
            .as("%s in %s", symptom, result.fault())
            .filteredOn(line -> line.startsWith("| `" + symptom + "` |"))
            .singleElement()
            .asString()
            .contains(result.fault())
            .doesNotContain("not seen");
      }
    }
  }

  @Test
  void write_saysWhatThisRunHasSeen() throws IOException {
    SymptomId seen = HoldwallSymptoms.CACHE_CONNECTION_ERRORS;
    Path file = folder.resolve("symptoms.md");
    SymptomTable.write(
        List.of(new DrillResult("a-drill", List.of(), List.of(seen.toString()), "", 0, 0)), file);
    assertThat(
            Arrays.stream(Files.readString(file).split("\n"))
                .filter(line -> line.contains("| a-drill |")))
        .singleElement()
        .asString()
        .contains(seen.toString(), "redis-killed");
    assertThat(Files.readAllLines(file).stream().filter(line -> line.contains("| not seen |")))
        .hasSize(29);
  }
}
