package com.holdwall.probes.disk;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What one look at one directory saw. Immutable.
 *
 * @param space its bytes; empty if they could not be asked for
 * @param readOnly whether it is mounted read-only
 * @param inodes its inodes
 * @param canary how writing a small file went
 */
record Look(Optional<Space> space, boolean readOnly, Inodes.Answer inodes, Canary.Result canary) {

  /**
   * The bytes of a file system. Immutable.
   *
   * @param all in all
   * @param usable that this process may still write
   */
  record Space(long all, long usable) {

    long used() {
      return Math.max(0, all - usable);
    }

    double usableRatio() {
      return all <= 0 ? 1 : (double) usable / all;
    }
  }

  /**
   * Bytes enough for a small file and its place in the directory: then it is not they that lack.
   */
  private static final long PLENTY = 1 << 20;

  /** Blocks for as long as the file system does. */
  static Look at(Path directory) {
    Canary.Result canary = Canary.write(directory);
    Optional<Space> space = Optional.empty();
    boolean readOnly = false;
    try {
      // Asked anew each time: a remount changes it. It asks for this file system and no other.
      FileStore store = Files.getFileStore(directory);
      space = Optional.of(new Space(store.getTotalSpace(), store.getUsableSpace()));
      readOnly = store.isReadOnly();
    } catch (IOException unknown) {
      // The canary says why.
    }
    return new Look(space, readOnly, StatVfs.inodes(directory), canary);
  }

  private boolean failedFor(WriteFailure failure) {
    return canary.failure().filter(failure::equals).isPresent();
  }

  /** No inode: said by the count, or by a file that cannot be created though there are bytes. */
  boolean noInodes() {
    if (!failedFor(WriteFailure.NO_SPACE)) {
      return false;
    }
    return inodes
        .inodes()
        .map(known -> known.free() == 0)
        .orElse(canary.creating() && space.filter(known -> known.usable() >= PLENTY).isPresent());
  }

  boolean noSpace() {
    return failedFor(WriteFailure.QUOTA) || (failedFor(WriteFailure.NO_SPACE) && !noInodes());
  }

  boolean unwritable() {
    return failedFor(WriteFailure.OTHER);
  }

  /** Whether nothing is known of writing, since the service may not write there. */
  boolean notAllowed() {
    return failedFor(WriteFailure.NOT_ALLOWED);
  }

  boolean mountedReadOnly() {
    return readOnly || failedFor(WriteFailure.READ_ONLY);
  }

  String words() {
    return canary.failure().map(WriteFailure::words).orElse("");
  }
}
