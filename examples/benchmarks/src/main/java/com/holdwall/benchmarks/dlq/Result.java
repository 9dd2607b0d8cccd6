package com.holdwall.benchmarks.dlq;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What one contender did in one cell.
 *
 * @param rates records a second of each round
 */
record Result(Cell cell, String contender, int records, List<Double> rates) {

  double median() {
    return rates.stream().sorted().toList().get(rates.size() / 2);
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
            + " \"rounds\": [%s]}",
        cell.handlerMillis(),
        cell.failingPercent(),
        cell.partitions(),
        contender,
        records,
        median(),
        rates.stream()
            .map(rate -> String.format(Locale.ROOT, "%.0f", rate))
            .collect(Collectors.joining(", ")));
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s: %s %,.0f records/s", cell, contender, median());
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
    table.append("| handler | failing | partitions | who | records/s | of the best bare loop |\n");
    table.append("|---|---|---|---|---|---|\n");
    for (Result result : all) {
      Cell cell = result.cell;
      table.append(
          String.format(
              Locale.ROOT,
              "| %d ms | %d %% | %d | %s | %,.0f | %.2f |%n",
              cell.handlerMillis(),
              cell.failingPercent(),
              cell.partitions(),
              result.contender,
              result.median(),
              result.median() / best(all, cell, "bare loop")));
    }
    return table.toString();
  }
}
