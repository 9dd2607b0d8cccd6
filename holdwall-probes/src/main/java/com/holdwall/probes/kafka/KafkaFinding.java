package com.holdwall.probes.kafka;

import com.holdwall.runbook.Status;

/** What a {@link ConsumerLagProbe} can find, the gravest first. Readings carry the name. */
public enum KafkaFinding {
  /** No broker can be connected to, or none keeps the connection. */
  REFUSED(Status.DOWN),
  /** The broker refuses this client: wrong credentials, or no right to see the group or topic. */
  REJECTED(Status.DOWN),
  /** A broker takes the connection and does not answer within the check's time. */
  UNREACHABLE(Status.DOWN),
  /** Partitions have lag, their offset does not move, and the group has no member. */
  STOPPED(Status.DOWN),
  /** Partitions have lag and their offset does not move, though the group has members. */
  STALLED(Status.DEGRADED),
  /** Partitions have no leader: nobody can read or write them. */
  NO_LEADER(Status.DEGRADED),
  /** The offset went back, and has not come up again: records are read a second time. */
  REWIND(Status.DEGRADED),
  /** Partitions hold records, and the group has never committed an offset there. */
  UNCOMMITTED(Status.DEGRADED),
  /** Handlers fail while offsets move on: the lag is 0 and records are lost. */
  FAILING_AT_LAG_0(Status.DEGRADED),
  /** Much of what is read was sent back by the service itself, to be tried again. */
  RETRY_LOOP(Status.DEGRADED),
  /** The lag is large and grows. */
  LAG_GROWING(Status.DEGRADED),
  /** Over the window, fewer records were consumed than produced. */
  CONSUMING_SLOWER_THAN_PRODUCED(Status.DEGRADED),
  /** A consumer takes nearly as long between two polls as makes its group give it up. */
  POLL_INTERVAL_NEARLY_EXCEEDED(Status.DEGRADED),
  /** The group has been rebalancing for longer than its members may take between polls. */
  REBALANCING(Status.DEGRADED),
  /** The group has no member. */
  NO_MEMBERS(Status.DEGRADED),
  /** Records have come into the dead letter topic. */
  DLQ_GROWING(Status.DEGRADED);

  private final Status status;

  KafkaFinding(Status status) {
    this.status = status;
  }

  Status status() {
    return status;
  }
}
