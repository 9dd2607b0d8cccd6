package com.holdwall.servers;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Chroma's program in a folder of this user's that outlives builds. Safe where several threads and
 * JVMs want it at once: one installs, under a file lock, to a folder that gets its name when all of
 * it is there. Immutable and thread-safe.
 */
final class ChromaInstall {

  private static final String VERSION = "3.5.0";

  /** The last one that runs on glibc 2.34 and later; 1.3.4 needs 2.39, which Debian 12 lacks. */
  private static final String BINDING_VERSION = "1.0.5";

  /** The platforms that have that binding. */
  private static final Map<String, String> BINDINGS =
      Map.of("linux/amd64", "chromadb-js-bindings-linux-x64-gnu");

  private final Path cache;
  private final String platform;
  private final String path;

  ChromaInstall(Path cache, String platform, String path) {
    this.cache = cache;
    this.platform = platform;
    this.path = path;
  }

  static ChromaInstall standard() {
    return new ChromaInstall(
        Path.of(System.getProperty("user.home"), ".cache", "holdwall"),
        (System.getProperty("os.name") + "/" + System.getProperty("os.arch"))
            .toLowerCase(Locale.ROOT),
        Optional.ofNullable(System.getenv("PATH")).orElse(""));
  }

  private Path folder() {
    return cache.resolve("chroma-" + VERSION + "-" + BINDING_VERSION);
  }

  Path program() {
    return folder().resolve(Path.of("node_modules", "chromadb", "dist", "cli.mjs"));
  }

  /** Why Chroma cannot run here; empty if nothing is known to stand in its way. */
  Optional<String> whyNot() {
    if (!BINDINGS.containsKey(platform)) {
      return Optional.of("it has a program for " + BINDINGS.keySet() + ", and this is " + platform);
    }
    if (!onPath("node")) {
      return Optional.of("node is not on the PATH");
    }
    return Files.exists(program()) || onPath("npm")
        ? Optional.empty()
        : Optional.of("it is not installed yet, and npm is not on the PATH");
  }

  private boolean onPath(String command) {
    return Stream.of(path.split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
  }

  /**
   * Installs what is not there.
   *
   * @throws ServerException if this machine cannot run it, npm fails, or the deadline passes
   */
  void ensure(Deadline deadline) throws IOException {
    Optional<String> reason = whyNot();
    if (reason.isPresent()) {
      throw new ServerException("Chroma cannot be started: " + reason.get());
    }
    if (Files.exists(program())) {
      return;
    }
    Files.createDirectories(cache);
    try (FileChannel channel =
            FileChannel.open(
                cache.resolve("chroma.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = lock(channel, deadline)) {
      if (lock.isValid() && !Files.exists(program())) {
        install(deadline);
      }
    }
  }

  private static FileLock lock(FileChannel channel, Deadline deadline) {
    FileLock[] held = new FileLock[1];
    deadline.await(
        "the lock of Chroma's installation",
        () -> {
          try {
            held[0] = channel.tryLock();
            return held[0] != null;
          } catch (OverlappingFileLockException ours) {
            return false;
          } catch (IOException e) {
            throw new ServerException("Chroma's installation cannot be locked: " + e, e);
          }
        });
    return held[0];
  }

  private void install(Deadline deadline) throws IOException {
    Path temporary = Files.createTempDirectory(cache, "chroma-installing-");
    try {
      Files.writeString(temporary.resolve("package.json"), manifest());
      Npm.install(temporary, deadline);
      Files.move(temporary, folder(), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      TempFolder.delete(temporary);
    }
    if (!Files.exists(program())) {
      throw new ServerException("Chroma's package has no " + program());
    }
  }

  private String manifest() {
    return "{\"name\":\"holdwall-chroma\",\"version\":\"1.0.0\",\"private\":true,"
        + ("\"dependencies\":{\"chromadb\":\"" + VERSION + "\"},")
        + ("\"overrides\":{\"" + BINDINGS.get(platform) + "\":\"" + BINDING_VERSION + "\"}}");
  }
}
