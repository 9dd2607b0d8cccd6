package com.holdwall.probes.jvm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * Reads the small text files in which a kernel tells numbers. A file that is missing, not readable
 * or of another form gives nothing. Stateless.
 */
final class SmallFiles {

  /** The longest of them, memory.stat and mountinfo, are a few KB. */
  private static final int MOST = 64 * 1024;

  private SmallFiles() {}

  /** The lines; none if it cannot be read. */
  static List<String> lines(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MOST), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException missing) {
      return List.of();
    }
  }

  /** The number that is the whole file; empty for the word max. */
  static OptionalLong number(Path file) {
    List<String> lines = lines(file);
    return lines.isEmpty() ? OptionalLong.empty() : parse(lines.get(0).strip());
  }

  /**
   * The number behind a key, in a file of lines such as {@code oom_kill 3} or {@code VmRSS: 9 kB}.
   */
  static OptionalLong number(List<String> lines, String key) {
    for (String line : lines) {
      if (line.startsWith(key)
          && line.length() > key.length()
          && Character.isWhitespace(line.charAt(key.length()))) {
        return parse(line.substring(key.length()).strip().split("\\s", 2)[0]);
      }
    }
    return OptionalLong.empty();
  }

  private static OptionalLong parse(String digits) {
    try {
      return OptionalLong.of(Long.parseLong(digits));
    } catch (NumberFormatException other) {
      return OptionalLong.empty();
    }
  }
}
