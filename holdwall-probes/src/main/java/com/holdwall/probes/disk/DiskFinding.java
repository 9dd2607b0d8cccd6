package com.holdwall.probes.disk;

import com.holdwall.runbook.Status;

/** What a {@link DiskProbe} can find, the gravest first. Readings carry the name. */
public enum DiskFinding {
  /** A small file cannot be written for lack of space or by a quota, or the service saw that. */
  NO_SPACE(Status.DOWN),
  /** A file cannot be created though bytes are plentiful: the file system has no inode left. */
  NO_INODES(Status.DOWN),
  /** The file system is mounted read-only, as after an error, or the service saw that. */
  READ_ONLY(Status.DOWN),
  /** A small file cannot be written, for another reason. */
  UNWRITABLE(Status.DOWN),
  /** A small file is written and synced slower than the threshold, or not at all for as long. */
  SLOW_IO(Status.DEGRADED),
  /** At the rate of the last hours it will be full soon. */
  FILLING(Status.DEGRADED),
  /** Few of its bytes are left. */
  LOW_SPACE(Status.DEGRADED),
  /** Few of its inodes are left. */
  LOW_INODES(Status.DEGRADED);

  private final Status status;

  DiskFinding(Status status) {
    this.status = status;
  }

  Status status() {
    return status;
  }
}
