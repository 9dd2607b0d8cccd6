package com.holdwall.resilience;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes what a test measured to {@code target/figures}, as JSON. */
public final class Figures {

  private static final Path FOLDER = Path.of("target", "figures");

  private Figures() {}

  /** {@return true in the long form of the checks, {@code -Psoak}} */
  public static boolean soak() {
    return Boolean.getBoolean("holdwall.soak");
  }

  /** Writes one file of numbers. */
  public static void write(String name, Map<String, ? extends Number> figures) {
    String json =
        new TreeMap<>(figures)
            .entrySet().stream()
                .map(figure -> "  \"" + figure.getKey() + "\": " + figure.getValue())
                .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
    try {
      Files.createDirectories(FOLDER);
      Files.writeString(FOLDER.resolve(name + ".json"), json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
