package com.holdwall.resilience.dlq.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The assigned partitions: hands polled records to the lanes, keeps the client's pauses as our own
 * state wants them, and finishes partitions that are taken away. Belongs to the poll thread.
 */
final class Assignment implements ConsumerRebalanceListener {

  private final Consumer<byte[], byte[]> consumer;
  private final ConsumerSettings settings;
  private final ConsumerParts parts;
  private final Lanes<InFlight> lanes;
  private final Committer committer;
  private final ToIntFunction<String> step;
  private final Drain drain;
  private final Pauses pauses;
  private final Map<TopicPartition, PartitionState> states = new HashMap<>();
  private long records;
  private long bytes;

  /**
   * Starts without partitions.
   *
   * @param step which retry topic a topic is; 0 for a source
   */
  Assignment(
      Consumer<byte[], byte[]> consumer,
      ConsumerSettings settings,
      ConsumerParts parts,
      Lanes<InFlight> lanes,
      Committer committer,
      ToIntFunction<String> step) {
    this.consumer = consumer;
    this.settings = settings;
    this.parts = parts;
    this.lanes = lanes;
    this.committer = committer;
    this.step = step;
    this.drain = new Drain(parts.holding(), lanes);
    this.pauses = new Pauses(consumer, settings, committer::halted);
  }

  Set<TopicPartition> ids() {
    return states.keySet();
  }

  Collection<PartitionState> states() {
    return states.values();
  }

  /** Takes all that a poll returned: nothing of it is ever dropped. */
  void accept(ConsumerRecords<byte[], byte[]> polled) {
    // those that go back to a record that is not due: their position says nothing
    Set<TopicPartition> waiting = new HashSet<>();
    for (TopicPartition id : polled.partitions()) {
      PartitionState state = state(id);
      for (ConsumerRecord<byte[], byte[]> record : polled.records(id)) {
        if (state.step > 0 && waits(state, record)) {
          waiting.add(id);
          break;
        }
        accept(state, record);
      }
    }
    reached(polled, waiting);
    lanes.flush();
    publishSize();
  }

  private PartitionState state(TopicPartition id) {
    return states.computeIfAbsent(
        id, fresh -> new PartitionState(fresh, step.applyAsInt(fresh.topic())));
  }

  private void accept(PartitionState state, ConsumerRecord<byte[], byte[]> record) {
    byte[] key = record.key();
    int hash = key == null ? Long.hashCode(record.offset()) : Arrays.hashCode(key);
    int index = lanes.index(31 * hash + state.hash);
    InFlight item = new InFlight(state, record, lanes.lane(index));
    state.tracker.add(item);
    records++;
    bytes += item.bytes();
    state.bytes += item.bytes();
    lanes.add(index, item);
  }

  /** A record that is not due goes back to the broker: it is fetched again when it is. */
  private boolean waits(PartitionState state, ConsumerRecord<byte[], byte[]> record) {
    long due = RetryHeaders.notBefore(record);
    if (due <= settings.clock().millis()) {
      return false;
    }
    state.notBeforeMillis = due;
    consumer.seek(state.id, record.offset());
    return true;
  }

  /** Positions may lie behind the last record: transaction markers, aborted records. */
  private void reached(ConsumerRecords<byte[], byte[]> polled, Set<TopicPartition> waiting) {
    polled
        .nextOffsets()
        .forEach(
            (id, next) -> {
              PartitionState state = states.get(id);
              if (state != null && !waiting.contains(id)) {
                state.tracker.reached(next.offset());
              }
            });
  }

  /** Lets completed records go; the windows get smaller. */
  void advance() {
    for (PartitionState state : states.values()) {
      state.tracker.advance(this::gone);
    }
    publishSize();
  }

  private void gone(InFlight item) {
    subtract(item);
    committer.finished(item);
  }

  private void subtract(InFlight item) {
    records--;
    bytes -= item.bytes();
    item.partition.bytes -= item.bytes();
  }

  private void publishSize() {
    parts.tally().inFlight = records;
    parts.tally().inFlightBytes = bytes;
  }

  /** Makes the client's pauses equal to what our state wants; true if a window is full. */
  boolean applyPauses() {
    return pauses.apply(states.values());
  }

  /** How many records have to be completed before a full window opens again, at the least. */
  int untilOpen() {
    return pauses.untilOpen(states.values());
  }

  /** How long until the first waiting retry is due, in milliseconds; at most the given time. */
  long untilDue(long most) {
    return pauses.untilDue(states.values(), most);
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
    for (TopicPartition id : assigned) {
      // the client's pauses are those of the assignment: it starts anew, and so does ours
      states.remove(id);
      PartitionState unused = state(id);
      parts.notices().tell(ConsumerEvent.Type.ASSIGNED, id.toString(), null);
    }
    boolean unused = applyPauses();
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
    List<PartitionState> gone = known(revoked);
    finish(gone, settings.drainTimeout());
    forget(gone, ConsumerEvent.Type.REVOKED);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> lost) {
    List<PartitionState> gone = known(lost);
    drop(gone);
    committer.lost(gone);
    forget(gone, ConsumerEvent.Type.LOST);
  }

  /** Ends all partitions, at the end of the consumer. */
  void finishAll(Duration timeout) {
    finish(List.copyOf(states.values()), timeout);
  }

  /** Finishes what was started, as far as that takes no longer, and commits it. */
  private void finish(List<PartitionState> gone, Duration timeout) {
    gone.forEach(PartitionState::startNoMore);
    drain.await(gone, timeout);
    drop(gone);
    advance();
    committer.commitNow(gone);
  }

  private List<PartitionState> known(Collection<TopicPartition> ids) {
    List<PartitionState> known = new ArrayList<>();
    for (TopicPartition id : ids) {
      PartitionState state = states.get(id);
      if (state != null) {
        known.add(state);
      }
    }
    return known;
  }

  /** From here on nothing of these partitions is started, and what runs is interrupted. */
  private void drop(List<PartitionState> gone) {
    gone.forEach(state -> state.dropped = true);
    Set<PartitionState> set = new HashSet<>(gone);
    lanes.interrupt(item -> set.contains(item.partition));
  }

  private void forget(List<PartitionState> gone, ConsumerEvent.Type how) {
    for (PartitionState state : gone) {
      states.remove(state.id);
      state.tracker.window().forEach(this::subtract);
      parts.notices().tell(how, state.id.toString(), null);
    }
    parts.holding().drop();
    publishSize();
    // what is queued of them has to go, also while all is suspended
    lanes.resume();
  }

  /** Forgets everything after an aborted transaction, and goes back to what is committed. */
  void rewind(Map<TopicPartition, OffsetAndMetadata> committed) {
    List<PartitionState> gone = List.copyOf(states.values());
    drop(gone);
    drain.awaitIdle(gone, settings.drainTimeout());
    forget(gone, ConsumerEvent.Type.ABORTED);
    for (PartitionState old : gone) {
      PartitionState fresh = state(old.id);
      fresh.paused = old.paused;
      OffsetAndMetadata offset = committed.get(old.id);
      if (offset != null) {
        consumer.seek(old.id, offset);
      } else if (old.tracker.first() != OffsetTracker.NOTHING) {
        // nobody has ever committed it: back to where this member began
        consumer.seek(old.id, old.tracker.first());
      }
    }
  }
}
