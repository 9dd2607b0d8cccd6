package com.holdwall.probes.disk;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes a file of 4 KiB, syncs it and deletes it: what a service does when it keeps something.
 *
 * <p>On Linux the file has no name any more as soon as it is open, so that nothing is left even if
 * the process is killed; elsewhere it is deleted when it is closed. Its name is new each time and a
 * file that is there is never opened: a link that somebody put there leads nowhere.
 */
final class Canary {

  static final int BYTES = 4_096;

  private static final String PREFIX = ".holdwall-canary-";

  private Canary() {}

  /**
   * How it went.
   *
   * @param failure why it failed; empty if it was written
   * @param creating whether it failed before it had written a byte
   * @param nanos how long writing and syncing took, or until it failed
   */
  record Result(Optional<WriteFailure> failure, boolean creating, long nanos) {}

  static Result write(Path directory) {
    long start = System.nanoTime();
    boolean creating = true;
    Path file = directory.resolve(PREFIX + UUID.randomUUID());
    try (FileChannel channel = FileChannel.open(file, CREATE_NEW, WRITE, DELETE_ON_CLOSE)) {
      creating = false;
      ByteBuffer content = ByteBuffer.allocate(BYTES);
      while (content.hasRemaining()) {
        int written = channel.write(content);
        if (written <= 0) {
          return failed(WriteFailure.OTHER, false, start);
        }
      }
      channel.force(true);
      return new Result(Optional.empty(), false, System.nanoTime() - start);
    } catch (IOException failure) {
      return failed(WriteFailure.of(failure), creating, start);
    } finally {
      delete(file, creating);
    }
  }

  private static Result failed(WriteFailure failure, boolean creating, long start) {
    return new Result(Optional.of(failure), creating, System.nanoTime() - start);
  }

  /** Where closing did not delete it. */
  private static void delete(Path file, boolean neverCreated) {
    if (neverCreated) {
      return;
    }
    try {
      Files.deleteIfExists(file);
    } catch (IOException stays) {
      // It has no name any more, or the disk refuses: then the next check says so.
    }
  }
}
