package com.holdwall.resilience.dlq.kafka;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Makes the client's pauses equal to what our own state wants: a full window, a retry that is not
 * due, letters that cannot be sent, an aborted transaction. Belongs to the poll thread.
 */
final class Pauses {

  private final Consumer<byte[], byte[]> consumer;
  private final ConsumerSettings settings;
  private final BooleanSupplier halted;

  /**
   * Starts without pauses.
   *
   * @param halted whether nothing at all may be polled now
   */
  Pauses(Consumer<byte[], byte[]> consumer, ConsumerSettings settings, BooleanSupplier halted) {
    this.consumer = consumer;
    this.settings = settings;
    this.halted = halted;
  }

  /** Pauses and resumes. {@return whether a window is full} */
  boolean apply(Collection<PartitionState> states) {
    boolean anyFull = false;
    boolean all = halted.getAsBoolean();
    long now = settings.clock().millis();
    List<TopicPartition> pause = new ArrayList<>();
    List<TopicPartition> resume = new ArrayList<>();
    for (PartitionState state : states) {
      state.judge(settings.maxInFlight(), share(states));
      anyFull |= state.full;
      boolean wanted = state.wantsPause(all, now);
      if (wanted != state.paused) {
        (wanted ? pause : resume).add(state.id);
        state.paused = wanted;
      }
    }
    if (!pause.isEmpty()) {
      consumer.pause(pause);
    }
    if (!resume.isEmpty()) {
      consumer.resume(resume);
    }
    return anyFull;
  }

  /** A handler that hangs in one partition must not use up the room of the others. */
  private long share(Collection<PartitionState> states) {
    return Math.max(1, settings.maxInFlightBytes() / states.size());
  }

  /** How many records have to be completed before a full window opens again, at the least. */
  int untilOpen(Collection<PartitionState> states) {
    int least = Integer.MAX_VALUE;
    for (PartitionState state : states) {
      if (state.full) {
        least = Math.min(least, state.untilOpen(settings.maxInFlight(), share(states)));
      }
    }
    return least;
  }

  /** How long until the first waiting retry is due, in milliseconds; at most the given time. */
  long untilDue(Collection<PartitionState> states, long most) {
    long now = settings.clock().millis();
    long wait = most;
    for (PartitionState state : states) {
      if (state.notBeforeMillis > now) {
        wait = Math.min(wait, state.notBeforeMillis - now);
      }
    }
    return wait;
  }
}
