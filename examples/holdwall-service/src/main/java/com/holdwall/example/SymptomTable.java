package com.holdwall.example;

import static com.holdwall.runbook.catalog.HoldwallSymptoms.*;

import com.holdwall.runbook.Symptom;
import com.holdwall.runbook.SymptomId;
import com.holdwall.runbook.catalog.HoldwallRunbooks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which drill, and which test of the library, raises each of the thirty symptoms by a real fault. A
 * test holds it true. Stateless.
 */
final class SymptomTable {

  private static final String PROBES = "com.holdwall.probes.";
  private static final String DATABASE = PROBES + "jdbc.DatabaseContractTest";
  private static final String REDIS = PROBES + "redis.RedisContractTest";
  private static final String GROUPS = PROBES + "kafka.ConsumerGroupsTest";
  private static final String TRAFFIC = PROBES + "traffic.TrafficSymptomsTest";
  private static final String DISK = PROBES + "disk.DiskSymptomsTest";
  private static final String AUTH = PROBES + "auth.AuthContractTest";
  private static final String AI = PROBES + "ai.AiContractTest";
  private static final String VECTOR = PROBES + "vectordb.ChromaContractTest";

  /** The tests beside the drills; a symptom that is not here is raised by drills alone. */
  private static final Map<SymptomId, String> TESTS =
      Map.ofEntries(
          Map.entry(DATABASE_REQUESTS_TIMING_OUT, DATABASE),
          Map.entry(DATABASE_POOL_EXHAUSTED, PROBES + "jdbc.DatabaseProbeTest"),
          Map.entry(DATABASE_CONNECTION_REFUSED, DATABASE),
          Map.entry(CACHE_MISSES_INCREASING, PROBES + "redis.HitRatioTest"),
          Map.entry(CACHE_CONNECTION_ERRORS, REDIS),
          Map.entry(CACHE_SLOW_FALLBACK, REDIS),
          Map.entry(KAFKA_EVENTS_SLOW, GROUPS),
          Map.entry(KAFKA_LAG_INCREASING, GROUPS),
          Map.entry(KAFKA_UPDATES_DELAYED, PROBES + "kafka.KafkaSignalsTest"),
          Map.entry(ERROR_RATE_HIGH, TRAFFIC),
          Map.entry(SERVER_ERRORS_INCREASING, TRAFFIC),
          Map.entry(P95_LATENCY_HIGH, TRAFFIC),
          Map.entry(TIMEOUTS_INCREASING, TRAFFIC),
          Map.entry(MEMORY_INCREASING, PROBES + "jvm.MemoryVerdictsTest"),
          Map.entry(PODS_OOM_KILLED, PROBES + "jvm.OomKillTest"),
          Map.entry(MEMORY_SLOWDOWNS, PROBES + "jvm.MemorySymptomsTest"),
          Map.entry(NO_SPACE_LEFT, DISK),
          Map.entry(DISK_SLOW, DISK),
          Map.entry(LOGIN_FAILING, PROBES + "auth.AuthPassiveSymptomsTest"),
          Map.entry(OAUTH_CALLBACKS_FAILING, AUTH),
          Map.entry(SESSION_ERRORS, PROBES + "auth.AuthPassiveSymptomsTest"),
          Map.entry(AI_CALLS_TIMING_OUT, AI),
          Map.entry(AI_RESPONSES_SLOW, AI),
          Map.entry(AI_PROVIDER_ERRORS, AI),
          Map.entry(VECTOR_SEARCH_FAILING, VECTOR),
          Map.entry(VECTOR_SEARCH_SLOW, VECTOR),
          Map.entry(VECTOR_CONNECTION_ERRORS, VECTOR));

  /** Nothing in the process sees these: an operator's report or an alert says so. */
  static final Set<SymptomId> REPORTED =
      Set.of(FAILURES_REPORTED, SLOWNESS_REPORTED, PODS_FAILING_TO_START);

  /** These the process sees in part, by symptoms.md. */
  static final Set<SymptomId> IN_PART = Set.of(KAFKA_UPDATES_DELAYED, PODS_OOM_KILLED);

  /**
   * One symptom. Immutable.
   *
   * @param symptom which
   * @param words the runbook's own
   * @param kind whether the process sees it
   * @param drills the drills that must raise it
   * @param test the test that raises it; empty if none
   */
  record Row(SymptomId symptom, String words, String kind, List<String> drills, String test) {}

  private SymptomTable() {}

  static List<Row> rows() {
    return HoldwallRunbooks.catalog().runbooks().stream()
        .flatMap(runbook -> runbook.symptoms().stream())
        .map(SymptomTable::row)
        .toList();
  }

  private static Row row(Symptom symptom) {
    SymptomId id = symptom.id();
    String kind =
        REPORTED.contains(id) ? "reported" : IN_PART.contains(id) ? "in part" : "automatic";
    List<String> drills =
        Drills.all().stream()
            .filter(drill -> drill.expected().size() == 1 && drill.symptoms().contains(id))
            .map(Drill::name)
            .toList();
    return new Row(id, symptom.description(), kind, drills, TESTS.getOrDefault(id, ""));
  }

  /** The table for a terminal. */
  static String text(List<DrillResult> results) {
    return Layout.table(
        List.of("symptom", "kind", "drills", "seen"),
        rows().stream()
            .map(
                row ->
                    List.of(
                        row.symptom().toString(),
                        row.kind(),
                        String.join(" ", row.drills()),
                        seenIn(row, results).isEmpty() ? "no" : "yes"))
            .toList());
  }

  /** The drills that observed it, whether they had to or not. */
  private static List<String> seenIn(Row row, List<DrillResult> results) {
    return results.stream()
        .filter(result -> result.observed().contains(row.symptom().toString()))
        .map(DrillResult::fault)
        .toList();
  }

  /** Writes the table as Markdown, with what this run has seen. */
  static void write(List<DrillResult> results, Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("# What raises each symptom, by a real fault");
    lines.add("");
    lines.add("| symptom | words | kind | drills | seen in this run | test |");
    lines.add("|---|---|---|---|---|---|");
    for (Row row : rows()) {
      lines.add(
          "| `"
              + row.symptom()
              + "` | "
              + row.words()
              + " | "
              + row.kind()
              + " | "
              + String.join(", ", row.drills())
              + " | "
              + (seenIn(row, results).isEmpty()
                  ? "not seen"
                  : String.join(", ", seenIn(row, results)))
              + " | "
              + (row.test().isEmpty() ? "" : "`" + row.test() + "`")
              + " |");
    }
    Files.write(file, lines);
  }
}
