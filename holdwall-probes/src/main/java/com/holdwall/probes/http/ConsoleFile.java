package com.holdwall.probes.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One file of the console page. There are these and no others: a name that a client sends is looked
 * up in a map and never becomes a path. Immutable.
 */
record ConsoleFile(String contentType, String text) {

  static final List<String> NAMES =
      List.of(
          "console.html",
          "console.css",
          "icon.svg",
          "console.js",
          "live.js",
          "page.js",
          "view.js",
          "incident.js",
          "action.js",
          "command.js",
          "plot.js",
          "words.js",
          "dom.js");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml; charset=utf-8",
          "js", "text/javascript; charset=utf-8");

  /** Read when the first console is built: a jar that lost one fails then, not at 3 a.m. */
  private static final Map<String, ConsoleFile> FILES =
      NAMES.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), ConsoleFile::read));

  private static ConsoleFile read(String name) {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    return new ConsoleFile(Objects.requireNonNull(type), text(name));
  }

  private static String text(String name) {
    try (InputStream in = ConsoleFile.class.getResourceAsStream("console/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks its file console/" + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("console/" + name + " cannot be read", unreadable);
    }
  }

  static Optional<ConsoleFile> named(String name) {
    return Optional.ofNullable(FILES.get(name));
  }

  static ConsoleFile page() {
    return named("console.html").orElseThrow();
  }
}
