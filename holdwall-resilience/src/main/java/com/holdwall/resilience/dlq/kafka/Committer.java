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
}
