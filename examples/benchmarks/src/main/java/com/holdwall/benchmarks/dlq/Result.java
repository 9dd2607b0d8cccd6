package com.holdwall.benchmarks.dlq;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What one contender did in one cell.
 *
 * @param rounds what each round measured
 */
record Result(Cell cell, String contender, int records, List<Round> rounds) {

  /**
   * One measurement.
   *
   * @param perSecond records a second
   * @param cpuMicros microseconds of processor time for each record, the client's start included
   */
  record Round(double perSecond, double cpuMicros) {}

  double median() {
    return median(Round::perSecond);
  }

  private double median(ToDoubleFunction<Round> value) {
    return rounds.stream().mapToDouble(value).sorted().toArray()[rounds.size() / 2];
  }

  private static double best(List<Result> all, Cell cell, String prefix) {
    return all.stream()
        .filter(result -> result.cell.equals(cell) && result.contender.startsWith(prefix))
        .mapToDouble(Result::median)
        .max()
        .orElse(Double.NaN);
  }

  private String json() {
    return String.format(
        Locale.ROOT,
        "    {\"handlerMillis\": %d, \"failingPercent\": %d, \"partitions\": %d,"
            + " \"contender\": \"%s\", \"records\": %d, \"missing\": 0, \"perSecond\": %.0f,"
            + " \"cpuMicrosPerRecord\": %.2f, \"rounds\": [%s]}",
        cell.handlerMillis(),
        cell.failingPercent(),
        cell.partitions(),
        contender,
        records,
        median(),
        median(Round::cpuMicros),
        rounds.stream()
            .map(round -> String.format(Locale.ROOT, "%.0f", round.perSecond()))
            .collect(Collectors.joining(", ")));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: %s %,.0f records/s, %.2f µs of CPU each",
        cell,
        contender,
        median(),
        median(Round::cpuMicros));
  }

  static void write(Path file, String versions, List<Result> all) throws IOException {
    String machine =
        String.format(
            Locale.ROOT,
            "  \"processors\": %d, \"java\": \"%s\", \"versions\": \"%s\",%n",
            Runtime.getRuntime().availableProcessors(),
            Runtime.version(),
            versions);
    String rows = all.stream().map(Result::json).collect(Collectors.joining(",\n"));
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, "{\n" + machine + "  \"runs\": [\n" + rows + "\n  ]\n}\n");
  }

  /** All as a table, beside the best bare loop and the best Spring Kafka of the cell. */
  static String table(List<Result> all) {
    StringBuilder table = new StringBuilder();
    table.append("| handler | failing | partitions | who | records/s | of the best bare loop ");
    table.append("| CPU µs/record |\n|---|---|---|---|---|---|---|\n");
    for (Result result : all) {
      Cell cell = result.cell;
      table.append(
          String.format(
              Locale.ROOT,
              "| %d ms | %d %% | %d | %s | %,.0f | %.2f | %.2f |%n",
              cell.handlerMillis(),
              cell.failingPercent(),
              cell.partitions(),
              result.contender,
              result.median(),
              result.median() / best(all, cell, "bare loop"),
              result.median(Round::cpuMicros)));
    }
    return table.toString();
  }
}
