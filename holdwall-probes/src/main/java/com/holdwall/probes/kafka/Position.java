package com.holdwall.probes.kafka;

/**
 * Where a group is in one partition.
 *
 * @param committed the offset to read next; {@link #NONE} if the group has never committed one
 * @param begin the first offset that is still stored
 * @param end the offset after the last one; never before what is committed
 */
record Position(long committed, long begin, long end) {

  static final long NONE = -1;

  Position {
    // The end is read after the commit: where it still is behind, the log was cut.
    end = Math.max(end, Math.max(begin, committed));
  }

  boolean known() {
    return committed != NONE;
  }

  /** Records that are stored and were not consumed; all of them if there is no commit. */
  long lag() {
    return end - Math.max(committed, begin);
  }
}
