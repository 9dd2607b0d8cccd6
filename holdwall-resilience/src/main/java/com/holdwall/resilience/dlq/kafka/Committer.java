package com.holdwall.resilience.dlq.kafka;

import java.util.Collection;

/** Makes progress durable. Belongs to the poll thread. */
interface Committer {

  /** Takes note of a completed record that the watermark has passed; in the order of offsets. */
  void finished(InFlight item);

  /** Commits what is finished if it is time to. */
  void commitWhenDue(Collection<PartitionState> states);

  /** Commits what is finished of partitions that are taken away, and waits for it. */
  void commitNow(Collection<PartitionState> states);

  /**
   * Forgets what was finished of partitions that another member may have by now: a commit would
   * move their offsets back.
   */
  void lost(Collection<PartitionState> states);

  /** Whether nothing may be polled until what was polled has been forgotten. */
  boolean halted();
}
