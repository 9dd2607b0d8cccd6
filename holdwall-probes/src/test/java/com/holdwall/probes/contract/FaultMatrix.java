package com.holdwall.probes.contract;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import com.holdwall.probes.Probe;
import com.holdwall.probes.ProbeRegistry;
import com.holdwall.probes.ProbeSettings;
import com.holdwall.runbook.Observation;
import com.holdwall.runbook.Status;
import com.holdwall.runbook.SymptomId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Breaks a dependency for real, measures how long a registry takes to say so and to take it back,
 * counts what is left behind, and writes target/fault-matrix.json.
 */
public final class FaultMatrix {

  /** Between two checks: the measure of detection and recovery. */
  public static final Duration INTERVAL = Duration.ofSeconds(1);

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Path FIGURES = Path.of("target", "fault-matrix.json");

  private FaultMatrix() {}

  /** One cell's figures. */
  record Row(
      String dependency,
      String fault,
      String symptom,
      double detectedIntervals,
      double recoveredIntervals,
      int leakedThreads,
      int leakedConnections) {

    /** How its line begins. */
    String cell() {
      return "{\"dependency\": \"" + dependency + "\", \"fault\": \"" + fault + "\", ";
    }

    String json() {
      return String.format(
          Locale.ROOT,
          "%s\"symptom\": \"%s\","
              + " \"detectedIntervals\": %.2f, \"recoveredIntervals\": %.2f,"
              + " \"leakedThreads\": %d, \"leakedConnections\": %d}",
          cell(),
          symptom,
          detectedIntervals,
          recoveredIntervals,
          leakedThreads,
          leakedConnections);
    }

    String line() {
      return String.format(
          Locale.ROOT,
          "%-11s %-20s %-50s %6.2f %6.2f %3d %3d",
          dependency,
          fault,
          symptom,
          detectedIntervals,
          recoveredIntervals,
          leakedThreads,
          leakedConnections);
    }
  }

  /**
   * Runs one cell: healthy, broken until the symptom is observed, mended until it is gone.
   *
   * @param bench the dependency
   * @param cell the fault
   */
  public static void run(ProbeBench bench, FaultCell cell) {
    int threads = threads();
    double detected;
    double recovered;
    Probe probe = bench.probe(ProbeSettings.every(INTERVAL));
    try (ProbeRegistry registry = ProbeRegistry.builder().register(probe).build().start()) {
      await("healthy before '" + cell.fault() + "'").until(() -> healthy(registry, probe.name()));
      try {
        detected =
            intervals(
                "'" + cell.fault() + "' is seen as " + cell.symptom(),
                cell.breaks(),
                () -> observed(registry, cell.symptom()));
      } catch (ConditionTimeoutException late) {
        throw new AssertionError("what the probe saw: " + registry.health(probe.name()), late);
      } finally {
        cell.mends().run();
      }
      recovered =
          intervals(
              "healthy after '" + cell.fault() + "'",
              () -> {},
              () -> healthy(registry, probe.name()));
    }
    int leakedThreads = left(() -> threads() - threads);
    int leakedConnections = left(() -> bench.proxy().traffic().open());
    Row row =
        new Row(
            bench.dependency(),
            cell.fault(),
            cell.symptom().toString(),
            detected,
            recovered,
            leakedThreads,
            leakedConnections);
    keep(row);
    assertThat(leakedThreads).as("threads left behind by '%s'", cell.fault()).isZero();
    assertThat(leakedConnections).as("connections left behind by '%s'", cell.fault()).isZero();
  }

  private static double intervals(String what, Runnable change, Check check) {
    long start = System.nanoTime();
    change.run();
    long changed = System.nanoTime();
    await(what).until(check::holds);
    // A fault takes effect at some moment of the change: its middle is the fairest start.
    return (System.nanoTime() - (start + changed) / 2) / (double) INTERVAL.toNanos();
  }

  @FunctionalInterface
  private interface Check {
    boolean holds();
  }

  @FunctionalInterface
  private interface Count {
    int now();
  }

  /** What is still there after a fair while: daemon threads need a moment to end. */
  private static int left(Count count) {
    try {
      await("nothing left behind").atMost(PATIENCE.dividedBy(3)).until(() -> count.now() <= 0);
      return 0;
    } catch (ConditionTimeoutException left) {
      return Math.max(0, count.now());
    }
  }

  private static int threads() {
    return (int)
        Thread.getAllStackTraces().keySet().stream()
            .filter(
                thread ->
                    thread.getName().startsWith("holdwall-")
                        || thread.getName().startsWith("kafka-admin-client-thread"))
            .filter(thread -> !thread.getName().startsWith("holdwall-proxy-"))
            .count();
  }

  private static ConditionFactory await(String what) {
    return Awaitility.await(what)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .atMost(PATIENCE);
  }

  private static boolean healthy(ProbeRegistry registry, String probe) {
    return registry.health(probe).status() == Status.UP
        && registry.health().observations().stream()
            .noneMatch(Observation.Observed.class::isInstance);
  }

  private static boolean observed(ProbeRegistry registry, SymptomId symptom) {
    return registry.health().observations().stream()
        .anyMatch(o -> o instanceof Observation.Observed && o.symptom().equals(symptom));
  }

  /** The classes that fill the matrix may run in two JVMs at once: one at a time writes. */
  private static synchronized void keep(Row row) {
    System.out.println(row.line());
    try {
      Files.createDirectories(FIGURES.getParent());
      try (FileChannel file = FileChannel.open(FIGURES, CREATE, READ, WRITE);
          FileLock held = file.lock()) {
        List<String> rows = rows(file, row);
        rows.add(row.json());
        file.truncate(0);
        String json = rows.stream().collect(Collectors.joining(",\n ", "[", "]\n"));
        file.write(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)), 0);
        assertThat(held.isValid()).isTrue();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rows that are there, but for one of the same dependency and fault: one line each. */
  private static List<String> rows(FileChannel file, Row but) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
    while (bytes.hasRemaining() && file.read(bytes) >= 0) {}
    return new String(bytes.array(), StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.strip().replaceAll("^\\[|[\\],]+$", ""))
        .filter(line -> !line.isEmpty() && !line.startsWith(but.cell()))
        .collect(Collectors.toCollection(ArrayList::new));
  }
}
