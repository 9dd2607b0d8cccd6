package com.holdwall.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Runs {@code npm install}, with this user's own settings: they name the registry. Packages'
 * scripts do not run. Stateless.
 */
final class Npm {

  private static final int LONGEST_REPORT = 2_000;

  private Npm() {}

  /**
   * Installs what the folder's package.json asks for.
   *
   * @throws ServerException if npm fails, or does not end before the deadline; it is killed then
   */
  static void install(Path folder, Deadline deadline) throws IOException {
    Path log = folder.resolve("install.log");
    Process npm =
        new ProcessBuilder("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (!npm.waitFor(deadline.remainingMillis(), TimeUnit.MILLISECONDS)) {
        throw new ServerException("npm install did not end in time: " + tail(log));
      }
      if (npm.exitValue() != 0) {
        throw new ServerException(
            "npm install ended with exit code " + npm.exitValue() + ": " + tail(log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException("npm install: interrupted while waiting", e);
    } finally {
      npm.descendants().forEach(ProcessHandle::destroyForcibly);
      npm.destroyForcibly();
    }
  }

  private static String tail(Path log) throws IOException {
    String text = Files.readString(log);
    return text.substring(Math.max(0, text.length() - LONGEST_REPORT));
  }
}
