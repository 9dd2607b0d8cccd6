package com.holdwall.resilience.dlq.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what runs of partitions that are taken away. Belongs to the poll thread. */
final class Drain {

  private static final long STEP_NANOS = 2_000_000;

  private final Holding holding;
  private final Lanes<InFlight> lanes;

  Drain(Holding holding, Lanes<InFlight> lanes) {
    this.holding = holding;
    this.lanes = lanes;
  }

  /** Waits for what was started, and for what is on its way. */
  void await(Collection<PartitionState> gone, Duration timeout) {
    Set<PartitionState> set = new HashSet<>(gone);
    await(() -> busy(set), timeout);
  }

  /** Waits for handlers only: what runs must not write side by side with its own repetition. */
  void awaitIdle(Collection<PartitionState> gone, Duration timeout) {
    Set<PartitionState> set = new HashSet<>(gone);
    await(() -> runs(set), timeout);
  }

  private void await(BooleanSupplier busy, Duration timeout) {
    long end = System.nanoTime() + timeout.toNanos();
    while (busy.getAsBoolean() && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(this, STEP_NANOS);
    }
  }

  private boolean runs(Set<PartitionState> gone) {
    return lanes.runs(item -> gone.contains(item.partition));
  }

  private boolean busy(Set<PartitionState> gone) {
    if (holding.suspended()) {
      // nothing new is finished now, but what runs may be
      return runs(gone) || gone.stream().anyMatch(state -> state.sending.get() > 0);
    }
    return gone.stream().anyMatch(PartitionState::busy);
  }
}
