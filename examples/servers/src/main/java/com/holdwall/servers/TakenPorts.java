package com.holdwall.servers;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ports that this JVM has taken, none of them ever twice. A port is chosen long before its
 * server listens, and is free again while the server is down: of two JVMs that test at once the
 * second would find it free and take it. Each taken port is a lock on one byte of a file that they
 * share, held until the JVM ends. Thread-safe.
 */
final class TakenPorts {

  private static final Map<Integer, FileLock> TAKEN = new HashMap<>();

  /** Never closed: closing it would give up every lock. */
  private static @Nullable FileChannel shared;

  private TakenPorts() {}

  /** Takes a port; false if it is taken already, here or by another JVM. */
  static synchronized boolean take(int port) {
    if (TAKEN.containsKey(port)) {
      return false;
    }
    try {
      FileLock lock = file().tryLock(port, 1, false);
      if (lock == null) {
        return false;
      }
      TAKEN.put(port, lock);
      return true;
    } catch (OverlappingFileLockException byAnotherLoader) {
      return false;
    } catch (IOException e) {
      throw new ServerException("port " + port + " cannot be taken: " + e, e);
    }
  }

  private static FileChannel file() throws IOException {
    FileChannel open = shared;
    if (open == null) {
      String name = "holdwall-ports-" + System.getProperty("user.name");
      open =
          FileChannel.open(
              TempFolder.root().resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      shared = open;
    }
    return open;
  }
}
