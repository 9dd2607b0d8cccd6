package com.holdwall.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Looks into a server's temporary folder. */
final class PostgresLock {

  private PostgresLock() {}

  static Path home(PostgresServer server) throws IOException {
    try (var folders =
        Files.newDirectoryStream(TempFolder.root(), "holdwall-postgres-" + server.port() + "-*")) {
      return folders.iterator().next();
    }
  }

  static List<String> lines(PostgresServer server) throws IOException {
    return Files.readAllLines(home(server).resolve("data/postmaster.pid"));
  }

  /** As if the operating system had given a dead postmaster's id to another process. */
  static void rewritePid(PostgresServer server, long pid) throws IOException {
    List<String> lines = lines(server);
    lines.set(0, Long.toString(pid));
    Files.write(home(server).resolve("data/postmaster.pid"), lines);
  }

  /** The id of the shared memory that the server holds in the kernel. */
  static String sharedMemoryId(PostgresServer server) throws IOException {
    String[] keyAndId = lines(server).get(6).strip().split("\\s+", -1);
    return keyAndId[1];
  }

  static boolean kernelHolds(String sharedMemoryId) throws IOException {
    return Files.readAllLines(Path.of("/proc/sysvipc/shm")).stream()
        .map(line -> line.strip().split("\\s+", -1)[1])
        .anyMatch(sharedMemoryId::equals);
  }
}
