package com.holdwall.probes.disk;

import java.util.Optional;

/**
 * How many inodes a file system has. Immutable.
 *
 * @param all in all; more than 0
 * @param free for users that are not root
 */
record Inodes(long all, long free) {

  /**
   * What was learnt.
   *
   * @param inodes the numbers; empty where nobody can tell
   * @param reason why not; empty if there are numbers
   */
  record Answer(Optional<Inodes> inodes, String reason) {

    static Answer of(Inodes inodes) {
      return new Answer(Optional.of(inodes), "");
    }

    static Answer unknown(String reason) {
      return new Answer(Optional.empty(), reason);
    }
  }

  double freeRatio() {
    return (double) free / all;
  }
}
