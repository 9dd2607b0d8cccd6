package com.holdwall.probes.jvm;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * What a process leaves behind so that the next one knows how it ended. Immutable.
 *
 * @param pid the process
 * @param started when it started
 * @param at when this was written
 * @param used how much memory the container used, or the process where there is no container;
 *     bytes; -1 if unknown
 * @param limit what it may use; bytes; -1 if there is no limit
 * @param heap how much of the heap was in use after the last collection; ratio 0 to 1; -1 if
 *     unknown
 * @param clean whether the process stopped as it should
 */
record Breadcrumb(
    long pid, Instant started, Instant at, long used, long limit, double heap, boolean clean) {

  private static final String TITLE = "holdwall-breadcrumb 1";

  /** How much of the limit was used; empty if either is unknown. */
  Optional<Double> ratio() {
    return used < 0 || limit <= 0 ? Optional.empty() : Optional.of((double) used / limit);
  }

  Breadcrumb stopped(Instant when) {
    return new Breadcrumb(pid, started, when, used, limit, heap, true);
  }

  /** The text, with a sum over it at its end: half a file is told from a whole one. */
  String write() {
    String body =
        TITLE
            + "\npid "
            + pid
            + "\nstarted "
            + started
            + "\nat "
            + at
            + "\nused "
            + used
            + "\nlimit "
            + limit
            + "\nheap "
            + heap
            + "\nclean "
            + clean
            + "\n";
    return body + "sum " + sum(body) + "\n";
  }

  /** Reads it back; empty if it is torn, damaged or something else. */
  static Optional<Breadcrumb> parse(String text) {
    int end = text.lastIndexOf("sum ");
    if (end < 0 || !text.substring(end).equals("sum " + sum(text.substring(0, end)) + "\n")) {
      return Optional.empty();
    }
    List<String> lines = text.substring(0, end).lines().toList();
    Map<String, String> fields = new HashMap<>();
    for (String line : lines) {
      int space = line.indexOf(' ');
      fields.put(line.substring(0, Math.max(0, space)), line.substring(space + 1));
    }
    try {
      return lines.isEmpty() || !lines.get(0).equals(TITLE)
          ? Optional.empty()
          : Optional.of(
              new Breadcrumb(
                  Long.parseLong(field(fields, "pid")),
                  Instant.parse(field(fields, "started")),
                  Instant.parse(field(fields, "at")),
                  Long.parseLong(field(fields, "used")),
                  Long.parseLong(field(fields, "limit")),
                  Double.parseDouble(field(fields, "heap")),
                  field(fields, "clean").equals("true")));
    } catch (NumberFormatException | DateTimeParseException other) {
      return Optional.empty();
    }
  }

  private static String field(Map<String, String> fields, String name) {
    return fields.getOrDefault(name, "");
  }

  private static String sum(String body) {
    CRC32 crc = new CRC32();
    crc.update(body.getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(crc.getValue());
  }
}
