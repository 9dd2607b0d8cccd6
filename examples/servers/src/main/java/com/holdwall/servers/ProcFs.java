package com.holdwall.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What Linux says about processes under /proc. Stateless. */
final class ProcFs {

  private static final Path PROC = Path.of("/proc");

  /** The state of a process that does not exist; the kernel's own letter for "dead". */
  private static final char GONE = 'X';

  private ProcFs() {}

  /** Whether the process exists and can still run; a zombie cannot. */
  static boolean isAlive(long pid) {
    char state = state(pid);
    return state != GONE && state != 'Z';
  }

  /** Whether the process was stopped by SIGSTOP and has not gone on. */
  static boolean isStopped(long pid) {
    return state(pid) == 'T';
  }

  private static char state(long pid) {
    try {
      String stat = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
      // The name before the state may itself hold spaces and parentheses, so count from the last.
      return stat.charAt(stat.lastIndexOf(')') + 2);
    } catch (IOException e) {
      return GONE;
    }
  }

  /** The living processes whose working directory is the given real path or lies below it. */
  static List<Long> workingUnder(Path directory) {
    List<Long> pids = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path entry : entries) {
        long pid = Long.parseLong(entry.getFileName().toString());
        if (worksUnder(entry, directory) && isAlive(pid)) {
          pids.add(pid);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(PROC + " cannot be listed", e);
    }
    return pids;
  }

  private static boolean worksUnder(Path entry, Path directory) {
    try {
      return Files.readSymbolicLink(entry.resolve("cwd")).startsWith(directory);
    } catch (IOException e) {
      // It ended meanwhile, or belongs to somebody else: either way it is not one of ours.
      return false;
    }
  }

  /** The effective user id of this JVM. */
  static int ownUid() {
    try {
      return (Integer) Files.getAttribute(PROC.resolve("self"), "unix:uid");
    } catch (IOException e) {
      throw new UncheckedIOException(PROC + "/self has no readable owner", e);
    }
  }
}
