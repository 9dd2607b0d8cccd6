package com.holdwall.probes.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Leaks and healthy but busy processes, on every Java of this machine and every collector it has,
 * each in a process of its own. Every leak that fills the heap within the window but not before its
 * half must be found (see {@link Workload#mustBeFound}); the short form asks that only of
 * collectors that stop the service, because the values of the others hold so much garbage in a heap
 * this small that some of their leaks are missed. A process that the machine did not let keep its
 * rate is reported as starved, whatever its verdict; one that is healthy raises no alarm even so.
 * Writes target/memory-verdicts.json; {@code -Psoak} runs the whole table.
 */
@Tag("alone")
class MemoryVerdictsTest {

  private static final boolean SOAK = Boolean.getBoolean("holdwall.soak");
  private static final double WINDOW =
      Double.parseDouble(System.getProperty("holdwall.window", "20"));
  private static final int AT_ONCE = Integer.getInteger("holdwall.children", 4);

  /** Healthy processes run for longer than the window: a false alarm may come late. */
  private static final double HEALTHY_WINDOWS = 1.25;

  private static final List<String> HEAP = List.of("-Xmx128m", "-XX:+IgnoreUnrecognizedVMOptions");

  private record Run(Jdk jdk, Collector collector, Workload workload) {}

  @Test
  void leaksAreFound_andBusyProcessesRaiseNoAlarm()
      throws IOException, InterruptedException, ExecutionException {
    List<String> absent = new ArrayList<>();
    List<VerdictRow> rows = run(runs(absent));
    write(rows, absent);
    assertThat(rows).isNotEmpty();
    assertThat(rows).filteredOn(VerdictRow::falseAlarm).as("false alarms").isEmpty();
    assertThat(rows)
        .filteredOn(VerdictRow::missed)
        .filteredOn(row -> SOAK || row.exact())
        .as("leaks that were missed")
        .isEmpty();
    assertThat(rows).extracting(VerdictRow::verdict).doesNotContain("BROKEN");
  }

  private static List<Run> runs(List<String> absent) throws IOException {
    List<Run> runs = new ArrayList<>();
    int turn = 0;
    for (Jdk jdk : Jdk.all()) {
      for (Collector collector : Collector.values()) {
        if (!ChildJvm.takes(jdk, collector.option())) {
          absent.add(collector.words() + " on JDK " + jdk.feature());
          continue;
        }
        for (Workload workload : SOAK ? List.of(Workload.values()) : shortForm(turn++)) {
          runs.add(new Run(jdk, collector, workload));
        }
      }
    }
    return runs;
  }

  /** A leak and a healthy process; over the collectors, each kind of the latter has its turn. */
  private static List<Workload> shortForm(int turn) {
    List<Workload> healthy =
        List.of(Workload.values()).stream().filter(workload -> !workload.leaking()).toList();
    return List.of(Workload.LEAK_IN_WINDOW, healthy.get(turn % healthy.size()));
  }

  private static List<VerdictRow> run(List<Run> runs)
      throws InterruptedException, ExecutionException {
    ExecutorService children = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<VerdictRow>> futures =
          runs.stream().map(run -> children.submit(() -> run(run))).toList();
      List<VerdictRow> rows = new ArrayList<>();
      for (Future<VerdictRow> future : futures) {
        rows.add(future.get());
      }
      return rows;
    } finally {
      children.shutdownNow();
    }
  }

  private static VerdictRow run(Run run) {
    List<String> options = new ArrayList<>(HEAP);
    options.add(run.collector().option());
    double windows = run.workload().leaking() ? 2.5 : HEALTHY_WINDOWS;
    try (ChildJvm child =
        ChildJvm.start(
            run.jdk(),
            options,
            WorkloadChild.class,
            run.workload().name(),
            Double.toString(WINDOW),
            Double.toString(windows))) {
      boolean ended = child.ends(Duration.ofSeconds((long) (10 + 3 * WINDOW)));
      Integer exit = ended ? child.process().exitValue() : null;
      return VerdictRow.of(
          run.jdk().feature(), run.collector().words(), run.workload(), exit, child.printed());
    }
  }

  private static void write(List<VerdictRow> rows, List<String> absent) throws IOException {
    Files.writeString(
        Path.of("target", "memory-verdicts.json"),
        rows.stream().map(VerdictRow::json).collect(Collectors.joining(",\n  ", "[\n  ", "\n]\n")));
    StringBuilder table = new StringBuilder();
    rows.forEach(row -> table.append(row.line()));
    table.append("absent: ").append(absent).append('\n');
    rows.forEach(row -> table.append(row.words()).append('\n'));
    Files.writeString(
        Files.createDirectories(Path.of("target", "figures")).resolve("memory-verdicts.txt"),
        table.toString());
  }
}
