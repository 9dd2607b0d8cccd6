package com.holdwall.probes.kafka;

/**
 * How a group does in one partition, over the window. The states are Burrow's, evaluated by its
 * order; what differs, and why, is at {@link LagRules}.
 */
enum PartitionState {
  /** It keeps up, or catches up. */
  OK,
  /** The lag is large and grows: Burrow's WARN. */
  GROWING,
  /** Burrow's STOP: lag, no progress, and nobody there. */
  STOPPED,
  /** Burrow's STALL: lag, no progress, though the group has members. */
  STALLED,
  /** Burrow's REWIND. */
  REWOUND,
  /** Records, and never a commit: Burrow does not see these. */
  UNCOMMITTED,
  /** Too little is known yet. */
  UNKNOWN
}
