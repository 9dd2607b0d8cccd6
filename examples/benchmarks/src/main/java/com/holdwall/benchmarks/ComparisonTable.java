package com.holdwall.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Writes what JMH measured as one table: ours beside the peers, with the machine and the versions.
 * A ratio below 1 is a peer that is faster.
 */
public final class ComparisonTable {

  /** What ours are called, the one that the others are compared with first. */
  private static final List<String> OURS =
      List.of("guard", "holdwall", "router", "retrying", "guardOfMany", "readMarkdown");

  /** One measured benchmark. Immutable. */
  private record Row(
      String group, String method, String score, String error, String bytes, double value) {}

  private ComparisonTable() {}

  /**
   * Writes the table.
   *
   * @param arguments JMH's results as JSON, the file to write, and the versions of the peers
   * @throws IOException if a file cannot be read or written
   */
  public static void main(String... arguments) throws IOException {
    JsonNode results = new ObjectMapper().readTree(Path.of(arguments[0]).toFile());
    List<String> lines = new ArrayList<>(head(results, arguments[2]));
    Map<String, List<Row>> groups = new LinkedHashMap<>();
    for (JsonNode result : results) {
      Row row = row(result);
      groups.computeIfAbsent(row.group(), unused -> new ArrayList<>()).add(row);
    }
    groups.values().forEach(rows -> lines.addAll(table(rows)));
    Files.write(Path.of(arguments[1]), lines);
  }

  private static List<String> head(JsonNode results, String versions) throws IOException {
    JsonNode first = results.path(0);
    return List.of(
        "# All comparisons in one table",
        "",
        "Written by `mvn -q -Pbenchmarks`; do not edit. Repeat it before you believe it.",
        "",
        "- machine: "
            + processor()
            + ", "
            + Runtime.getRuntime().availableProcessors()
            + " processors, "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.version"),
        "- JVM: "
            + first.path("vmName").asString()
            + " "
            + first.path("vmVersion").asString()
            + ", JMH "
            + first.path("jmhVersion").asString(),
        "- peers: " + versions,
        "- `of ours` is the score divided by that of the line in bold: below 1, the peer is faster",
        "",
        "| benchmark | method | score | error | B/op | of ours |",
        "|---|---|---:|---:|---:|---:|");
  }

  /** Linux tells it; elsewhere the architecture has to do. */
  private static String processor() throws IOException {
    Path file = Path.of("/proc/cpuinfo");
    Optional<String> name = Optional.empty();
    if (Files.isReadable(file)) {
      name =
          Files.readAllLines(file).stream()
              .filter(line -> line.startsWith("model name"))
              .map(line -> line.substring(line.indexOf(':') + 1).strip())
              .findFirst();
    }
    return name.orElse(System.getProperty("os.arch"));
  }

  private static Row row(JsonNode result) {
    String name = result.path("benchmark").asString();
    int method = name.lastIndexOf('.');
    String owner = name.substring(name.lastIndexOf('.', method - 1) + 1, method);
    JsonNode metric = result.path("primaryMetric");
    String unit = metric.path("scoreUnit").asString();
    int count = result.path("threads").asInt();
    String threads = count == 1 ? "" : ", " + count + " threads";
    double score = metric.path("score").asDouble();
    JsonNode bytes = result.path("secondaryMetrics").path("gc.alloc.rate.norm").path("score");
    return new Row(
        owner + params(result) + threads,
        name.substring(method + 1),
        number(score) + " " + unit,
        metric.path("scoreError").isNumber() ? number(metric.path("scoreError").asDouble()) : "",
        bytes.isNumber() ? number(bytes.asDouble()) : "",
        score);
  }

  private static String params(JsonNode result) {
    JsonNode params = result.path("params");
    return params.isMissingNode()
        ? ""
        : params.properties().stream()
            .map(entry -> " " + entry.getKey() + "=" + entry.getValue().asString())
            .collect(Collectors.joining());
  }

  private static List<String> table(List<Row> rows) {
    Optional<Row> ours =
        OURS.stream()
            .flatMap(name -> rows.stream().filter(row -> row.method().equals(name)))
            .findFirst();
    return rows.stream()
        .map(
            row -> {
              boolean own = ours.filter(row::equals).isPresent();
              String name = own ? "**" + row.method() + "**" : row.method();
              String ratio = ours.map(o -> number(row.value() / o.value())).orElse("");
              return "| "
                  + String.join(
                      " | ", row.group(), name, row.score(), row.error(), row.bytes(), ratio)
                  + " |";
            })
        .toList();
  }

  private static String number(double value) {
    if (Math.abs(value) < 0.005) {
      return "0";
    }
    return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%,.0f" : "%.2f", value);
  }
}
