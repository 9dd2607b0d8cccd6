package com.holdwall.servers;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;

/**
 * Where Redis' program is: copied once per user from the jar on the class path, and kept for later
 * runs. It needs OpenSSL 3. Stateless.
 */
final class RedisBinary {

  private static final String ARTIFACT = "com.github.codemonstur:embedded-redis:1.4.4";

  private static final Map<String, String> PROGRAMS =
      Map.of(
          "linux/amd64", "redis-server-6.2.6-v5-linux-amd64",
          "linux/aarch64", "redis-server-6.2.7-linux-arm64");

  private RedisBinary() {}

  /**
   * The program, ready to run.
   *
   * @throws ServerException if this platform has none, or it cannot be copied
   */
  static Path file() {
    String platform = System.getProperty("os.name") + "/" + System.getProperty("os.arch");
    String name = name(platform.toLowerCase(Locale.ROOT));
    URL program = RedisBinary.class.getClassLoader().getResource(name);
    if (program == null) {
      throw new ServerException(name + " is not on the class path: add " + ARTIFACT);
    }
    try {
      return copied(program, UnpackedArchive.cache().resolve(name));
    } catch (IOException e) {
      throw new ServerException("Redis' program cannot be copied: " + e, e);
    }
  }

  static String name(String platform) {
    String name = PROGRAMS.get(platform);
    if (name == null) {
      throw new ServerException(
          "Redis can only be started on "
              + String.join(", ", PROGRAMS.keySet().stream().sorted().toList())
              + ", and this is "
              + platform
              + ": use a server that runs already");
    }
    return name;
  }

  /** Several JVMs may copy at once: each to a file of its own, and the first gives it its name. */
  private static Path copied(URL program, Path target) throws IOException {
    if (Files.isExecutable(target)) {
      return target;
    }
    Path temporary = Files.createTempFile(target.getParent(), "redis-", ".copying");
    try {
      try (InputStream in = program.openStream()) {
        Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.setPosixFilePermissions(temporary, UnpackedArchive.OPEN);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isExecutable(target)) {
        throw e;
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
    return target;
  }
}
