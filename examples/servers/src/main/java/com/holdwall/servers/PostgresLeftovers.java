package com.holdwall.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a killed PostgreSQL leaves in its data folder and in the kernel. Stateless. */
final class PostgresLeftovers {

  /** Line 1 is the postmaster's process id, line 7 its shared memory's key and id. */
  private static final String LOCK_FILE = "postmaster.pid";

  private static final int SHARED_MEMORY_LINE = 6;

  private PostgresLeftovers() {}

  /**
   * Deletes the lock file of a dead postmaster if some other process got its id since: PostgreSQL
   * would take that one for a running server. Otherwise the file stays, since PostgreSQL finds the
   * dead server's shared memory by it.
   */
  static void dropLockOfDeadServer(Path data) throws IOException {
    List<String> lines = lockFile(data);
    if (!lines.isEmpty() && ProcFs.isAlive(Long.parseLong(lines.get(0).strip()))) {
      freeSharedMemory(data);
      Files.delete(data.resolve(LOCK_FILE));
    }
  }

  /** Frees the shared memory, which otherwise stays in the kernel until the next boot. */
  static void freeSharedMemory(Path data) throws IOException {
    List<String> lines = lockFile(data);
    if (lines.size() > SHARED_MEMORY_LINE) {
      String keyAndId = lines.get(SHARED_MEMORY_LINE).strip();
      String id = keyAndId.substring(keyAndId.lastIndexOf(' ') + 1);
      ShortCommand.run(List.of("ipcrm", "-m", id));
    }
  }

  private static List<String> lockFile(Path data) throws IOException {
    Path file = data.resolve(LOCK_FILE);
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }
}
